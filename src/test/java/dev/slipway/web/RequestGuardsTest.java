package dev.slipway.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedPartsResource;
import dev.slipway.testing.Caller;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What holds for every page and endpoint. */
@QuarkusTest
@WithTestResource(EmbeddedPartsResource.class)
class RequestGuardsTest {
  @ConfigProperty(name = "slipway.store.endpoint")
  String endpoint;

  @Test
  void refusesWritesOfOtherSites() {
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
  void takesWritesOfOurOwn() {
    write("Sec-Fetch-Site", "same-origin").then().statusCode(415);
    write("Sec-Fetch-Site", "none").then().statusCode(415);
    write("Origin", RestAssured.baseURI + ":" + RestAssured.port).then().statusCode(415);
  }

  @Test
  void sendsAStrictPolicyWithEveryAnswer() {
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
  void answersErrorsInTheReadersLanguage() {
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
  void refusesBodiesThatAreTooLarge() throws IOException {
    // By hand: the answer comes before the body is sent, and clients stumble over that.
    try (var socket = new Socket("localhost", RestAssured.port)) {
      var head =
          "POST /api/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: 17825792\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      var answer = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void describesItselfAndItsHealth() {
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
}
