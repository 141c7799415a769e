package dev.slipway.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CapturedLog;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class CsrfFilterTest {
  @Test
  @Asvs("3.5.1")
  void rejectsCrossSiteWrites() {
    for (var method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      for (var site : List.of("cross-site", "same-site")) {
        write(method, "Sec-Fetch-Site", site)
            .then()
            .statusCode(403)
            .body("code", equalTo("cross-site-request"));
      }
      for (var origin :
          List.of(
              "null", "https://evil.example", "http://localhost:1", "http://localhost.evil:80")) {
        write(method, "Origin", origin)
            .then()
            .statusCode(403)
            .body("code", equalTo("cross-site-request"));
      }
    }
  }

  /** 415 shows that the endpoint was reached: the body is not JSON. */
  @Test
  void acceptsSameOriginWrites() {
    write("POST", "Sec-Fetch-Site", "same-origin").then().statusCode(415);
    write("POST", "Sec-Fetch-Site", "none").then().statusCode(415);
    write("POST", "Origin", RestAssured.baseURI + ":" + RestAssured.port).then().statusCode(415);
  }

  /** This filter lets a request with a token pass, so the cookie must not authenticate it. */
  @Test
  void ignoresTheCookieOfARequestWithAnyBearerToken() throws IOException {
    var cookie = ApiClient.as("creator").cookieHeader();
    // The last two contain a line separator.
    for (var token : List.of("x", "x y", "x\ty", "x\u0085", "\u0085")) {
      assertThat(
              RawHttp.get(
                  "127.0.0.1", "/api/me", "Authorization: Bearer " + token, "Cookie: " + cookie))
          .as(token)
          .startsWith("HTTP/1.1 401");
    }
  }

  /** From an address that no other test uses, because each address has its own limit. */
  @Test
  @Asvs("16.3.3")
  void limitsTheLinesOfOneAddress() throws IOException {
    try (var log = CapturedLog.of(CsrfFilter.class.getName())) {
      for (var i = 0; i < 30; i++) {
        RawHttp.logIn("127.0.0.31", "x", "x", "/login", "Sec-Fetch-Site: cross-site");
      }
      RawHttp.logIn("127.0.0.32", "x", "x", "/login", "Sec-Fetch-Site: cross-site");

      assertThat(log.all())
          .hasSize(6)
          .allMatch(line -> line.startsWith("WARN Rejected a cross-site POST to /login from "))
          .last()
          .asString()
          .contains("127.0.0.32");
    }
  }

  @Test
  void logsLongMethodsShortened() throws IOException {
    var method = "A".repeat(3_000);
    try (var log = CapturedLog.of(CsrfFilter.class.getName())) {
      RawHttp.send(
          "127.0.0.33",
          "%s /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n"
              .formatted(method, "Sec-Fetch-Site: cross-site"));

      assertThat(log.all()).hasSize(1).allMatch(line -> line.length() < 300);
    }
  }

  private static Response write(String method, String header, String value) {
    return ApiClient.as("creator")
        .request()
        .header(header, value)
        .contentType("text/plain")
        .body("x")
        .request(method, "/api/uploads");
  }
}
