package dev.slipway.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Caller;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.LogLines;
import dev.slipway.web.problem.ProblemMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What holds for every page and endpoint. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class RequestGuardsTest {
  private static final int MORE_THAN_THREADS = 250;
  private static final Duration A_MOMENT = Duration.ofSeconds(1);
  private static final int PATIENCE_MILLIS = 15_000;
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  @ConfigProperty(name = "slipway.store.endpoint")
  String endpoint;

  @Test
  void rejectsCrossSiteWrites() {
    for (var site : List.of("cross-site", "same-site")) {
      write("Sec-Fetch-Site", site)
          .then()
          .statusCode(403)
          .body("code", equalTo("cross-site-request"));
    }
    for (var origin :
        List.of("null", "https://evil.example", "http://localhost:1", "http://localhost.evil:80")) {
      write("Origin", origin).then().statusCode(403);
    }
  }

  @Test
  void acceptsSameOriginWrites() {
    write("Sec-Fetch-Site", "same-origin").then().statusCode(415);
    write("Sec-Fetch-Site", "none").then().statusCode(415);
    write("Origin", RestAssured.baseURI + ":" + RestAssured.port).then().statusCode(415);
  }

  @Test
  void sendsSecurityHeadersWithEveryResponse() {
    for (var path : List.of("/login", "/videos", "/nothing-here", "/api/me", "/web/base.css")) {
      var response = given().redirects().follow(false).get(path);
      response.then().header("X-Content-Type-Options", "nosniff");
      response.then().header("Cross-Origin-Opener-Policy", "same-origin");
      assertThat(response.getHeader("Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
          .contains("connect-src 'self' " + endpoint)
          .doesNotContain("unsafe", "*");
    }
  }

  @Test
  void answersBrowsersWithPagesAndProgramsWithProblems() {
    given()
        .get("/nothing-here")
        .then()
        .statusCode(404)
        .contentType("text/html")
        .body(containsString("Not found"));
    Caller.as("creator")
        .request()
        .get("/api/nothing-here")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo("not-found"))
        .body(not(containsString("Exception")));
    Caller.nobody().request().get("/api/nothing-here").then().statusCode(401);
  }

  @Test
  void rejectsOversizedBodiesByContentLength() throws IOException {
    assertThat(answerTo("/api/uploads", JSON, "Content-Length: 1048577"))
        .startsWith("HTTP/1.1 413")
        .contains("body-too-large");
    assertThat(answerTo("/login", FORM, "Content-Length: 65537")).startsWith("HTTP/1.1 413");
    assertThat(answerTo("/tokens", FORM, "Content-Length: 65537")).startsWith("HTTP/1.1 413");
    assertThat(answerTo("/login", FORM, "Transfer-Encoding: chunked")).startsWith("HTTP/1.1 411");
    assertThat(answerTo("/login", FORM, "Transfer-Encoding: gzip, chunked"))
        .startsWith("HTTP/1.1 411");
  }

  @Test
  void requiresContentLengthOfHttp2Forms() throws Exception {
    var login = BodyPublishers.ofString("username=creator&password=creator-demo");
    assertThat(statusByHttp2(login)).isEqualTo(303);

    var unknown = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[100_000]));
    assertThat(statusByHttp2(unknown)).isEqualTo(411);
  }

  @Test
  void slowFormsDoNotBlockOtherRequests() throws IOException {
    var slow = new ArrayList<Socket>();
    try {
      for (var i = 0; i < MORE_THAN_THREADS; i++) {
        var socket = new Socket("localhost", RestAssured.port);
        socket.getOutputStream().write(head("/login", FORM, "Content-Length: 20", Caller.nobody()));
        slow.add(socket);
      }

      assertThat(given().get("/login").statusCode()).isEqualTo(200);
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void rejectsOversizedChunkedBodies() throws IOException {
    var creator = Caller.as("creator");
    var kilobyte = " ".repeat(1024);
    try (var socket = new Socket("localhost", RestAssured.port)) {
      var out = socket.getOutputStream();
      out.write(head("/api/uploads", JSON, "Transfer-Encoding: chunked", creator));
      for (var i = 0; i <= 1024; i++) {
        out.write(("400\r\n" + kilobyte + "\r\n").getBytes(StandardCharsets.US_ASCII));
      }
      // No last chunk: the answer does not wait for an end that never comes, and hangs up.
      assertThat(everythingFrom(socket)).startsWith("HTTP/1.1 413").contains("body-too-large");
    }
  }

  @Test
  void logsInterruptedBodiesAtDebugLevel() throws IOException {
    try (var lines = LogLines.of(ProblemMapper.class.getName())) {
      try (var socket = new Socket("localhost", RestAssured.port)) {
        var out = socket.getOutputStream();
        out.write(head("/api/uploads", JSON, "Content-Length: 100", Caller.as("creator")));
        out.write("{\"fileName\":".getBytes(StandardCharsets.US_ASCII));
        // A thread reads by then; else nobody would begin for somebody who is gone.
        Eventually.pass(A_MOMENT);
      }

      Eventually.holds("it is told", () -> !lines.all().isEmpty());
      assertThat(lines.all()).hasSize(1).allMatch(line -> line.startsWith("DEBUG "));
    }
  }

  @Test
  void acceptsLargeBodiesWithinTheLimit() {
    Caller.as("creator")
        .request()
        .contentType(JSON)
        .body(" ".repeat(1_000_000) + "{}")
        .post("/api/uploads")
        .then()
        .statusCode(400)
        .body("detail", containsString("fileName"));
  }

  @Test
  void servesOpenApiAndHealth() {
    given().get("/q/health/ready").then().statusCode(200);
    given().get("/q/health").then().statusCode(200).body(containsString("object store"));
    given()
        .get("/q/openapi?format=json")
        .then()
        .statusCode(200)
        .body("paths.'/api/uploads'.post", org.hamcrest.Matchers.notNullValue())
        .body("paths", not(org.hamcrest.Matchers.hasKey("/login")));
  }

  private static Response write(String header, String value) {
    return Caller.as("creator")
        .request()
        .header(header, value)
        .contentType("text/plain")
        .body("x")
        .post("/api/uploads");
  }

  /** What a login with this form is answered. */
  private static int statusByHttp2(BodyPublisher form) throws Exception {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    var login = URI.create("http://localhost:%d/login".formatted(RestAssured.port));
    // The first one asks for the newer version.
    client.send(HttpRequest.newBuilder(login).build(), BodyHandlers.discarding());
    var post = HttpRequest.newBuilder(login).header("Content-Type", FORM).POST(form).build();
    var answer = client.send(post, BodyHandlers.discarding());
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    return answer.statusCode();
  }

  /** By hand: the answer comes before the body is sent, and clients stumble over that. */
  private static String answerTo(String path, String type, String length) throws IOException {
    try (var socket = new Socket("localhost", RestAssured.port)) {
      socket.getOutputStream().write(head(path, type, length, Caller.nobody()));
      return everythingFrom(socket);
    }
  }

  private static byte[] head(String path, String type, String length, Caller caller) {
    return "POST %s HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: %s\r\n%s\r\nCookie: %s\r\n\r\n"
        .formatted(path, RestAssured.port, type, length, caller.cookieHeader())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Until the application hangs up. */
  private static String everythingFrom(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
