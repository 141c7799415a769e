package dev.slipway.web.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ProblemMapperTest {
  private static final Duration TIME_TO_START_READING = Duration.ofSeconds(1);

  @Test
  void answersBrowsersWithPagesAndProgramsWithProblems() {
    given()
        .get("/nothing-here")
        .then()
        .statusCode(404)
        .contentType("text/html")
        .body(containsString("Not found"));
    ApiClient.as("creator")
        .request()
        .get("/api/nothing-here")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo("not-found"))
        .body(not(containsString("Exception")));
    ApiClient.anonymous().request().get("/api/nothing-here").then().statusCode(401);
  }

  @Test
  void logsInterruptedBodiesAtDebugLevel() throws IOException {
    try (var lines = CapturedLog.of(ProblemMapper.class.getName())) {
      try (var socket = new Socket("localhost", RestAssured.port)) {
        var out = socket.getOutputStream();
        out.write(requestHead().getBytes(StandardCharsets.US_ASCII));
        out.write("{\"fileName\":".getBytes(StandardCharsets.US_ASCII));
        // A worker must be reading by then: requests of disconnected clients are skipped.
        Eventually.elapses(TIME_TO_START_READING);
      }

      Eventually.holds("the log has a line", () -> !lines.all().isEmpty());
      assertThat(lines.all()).hasSize(1).allMatch(line -> line.startsWith("DEBUG "));
    }
  }

  private static String requestHead() {
    return """
        POST /api/uploads HTTP/1.1\r
        Host: localhost:%d\r
        Content-Type: application/json\r
        Content-Length: 100\r
        Cookie: %s\r
        \r
        """
        .formatted(RestAssured.port, ApiClient.as("creator").cookieHeader());
  }
}
