package dev.slipway.web.limits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fills the application with requests whose bodies never arrive. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(CustomSettingsProfile.class)
class RequestAdmissionFilterTest {
  private static final String INCOMPLETE =
      """
      POST /login HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/x-www-form-urlencoded\r
      Content-Length: 20\r
      \r
      username=""";

  private static final String TOO_LARGE =
      """
      POST /notifications/s3 HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Content-Length: 16777217\r
      \r
      """;

  @Test
  void rejectsRequestsOverTheLimit() throws IOException {
    var inFlight = new ArrayList<Socket>();
    try {
      fillUp(inFlight);

      given()
          .get("/api/me")
          .then()
          .statusCode(503)
          .header("Retry-After", "1")
          .header("X-Content-Type-Options", "nosniff")
          .contentType("application/problem+json")
          .body("code", equalTo("overloaded"));
      given()
          .accept("text/html")
          .get("/videos")
          .then()
          .statusCode(503)
          .contentType("text/html")
          .body(containsString("The server is overloaded"));
      assertThat(statusOf("/q/health/ready")).isEqualTo(200);
      given()
          .get("/q/metrics")
          .then()
          .body(containsString("slipway_requests_refused_total{reason=\"stopping\"} 0.0"))
          .body(
              matchesPattern(
                  "(?s).*slipway_requests_refused_total\\{reason=\"overloaded\"} [1-9].*"));
    } finally {
      for (var socket : inFlight) {
        socket.close();
      }
    }
    Eventually.holds("requests are accepted again", () -> statusOf("/api/me") == 401);
  }

  @Test
  void disconnectsWhenABodyTakesTooLong() throws IOException {
    var inFlight = new ArrayList<Socket>();
    try {
      fillUp(inFlight);
      assertThat(statusOf("/api/me")).isEqualTo(503);

      for (var socket : inFlight) {
        socket.setSoTimeout((int) CustomSettingsProfile.BODY_TIMEOUT.multipliedBy(3).toMillis());
        assertThat(socket.getInputStream().readAllBytes()).isEmpty();
      }
    } finally {
      for (var socket : inFlight) {
        socket.close();
      }
    }
    Eventually.holds("requests are accepted again", () -> statusOf("/api/me") == 401);
  }

  @Test
  void releasesPermitsOfOversizedBodies() throws IOException {
    for (var i = 0; i <= CustomSettingsProfile.REQUEST_LIMIT; i++) {
      try (var socket = new Socket("localhost", RestAssured.port)) {
        socket.getOutputStream().write(TOO_LARGE.getBytes(StandardCharsets.US_ASCII));
        var response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(response)
            .startsWith("HTTP/1.1 413")
            .containsIgnoringCase("x-content-type-options: nosniff");
      }
    }

    assertThat(statusOf("/api/me")).isEqualTo(401);
  }

  /** Starts as many requests as are allowed at once, and waits until all are in progress. */
  private static void fillUp(List<Socket> inFlight) throws IOException {
    for (var i = 0; i < CustomSettingsProfile.REQUEST_LIMIT; i++) {
      inFlight.add(startRequest());
    }
    ActiveRequests.await(CustomSettingsProfile.REQUEST_LIMIT);
  }

  private static Socket startRequest() throws IOException {
    var socket = new Socket("localhost", RestAssured.port);
    socket.getOutputStream().write(INCOMPLETE.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private static int statusOf(String path) {
    return given().get(path).statusCode();
  }
}
