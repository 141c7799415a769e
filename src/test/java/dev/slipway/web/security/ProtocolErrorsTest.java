package dev.slipway.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The errors of HTTP/1.1 that Vert.x and Quarkus send before any filter is called. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ProtocolErrorsTest {
  private static final String CLIENT = "127.0.0.1";
  private static final int TOO_LONG = 40_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/videos/%zz",
        "/api/videos?q=%zz",
        "/api/videos?%=a",
        "/api/%",
        "/%",
        "/videos?q=%zz"
      })
  void explainsMalformedPercentEncoding(String address) throws IOException {
    var response = RawHttp.get(CLIENT, address);

    assertIsProblem(response, 400, "invalid-request");
    assertThat(response).contains("send % as %25");
  }

  @Test
  void explainsInvalidHeaders() throws IOException {
    assertIsProblem(RawHttp.get(CLIENT, "/api/videos", "Host: a"), 400, "invalid-request");
    assertIsProblem(RawHttp.get(CLIENT, "/api/videos", "X y: a"), 400, "invalid-request");
  }

  @Test
  void explainsTheLimitsOfARequestHead() throws IOException {
    var text = "a".repeat(TOO_LONG);

    assertIsProblem(RawHttp.get(CLIENT, "/api/videos?q=" + text), 414, "address-too-long");
    assertIsProblem(RawHttp.get(CLIENT, "/api/videos", "X-A: " + text), 431, "headers-too-large");
  }

  @Test
  void aResponseToHeadHasNoBody() throws IOException {
    var response =
        RawHttp.send(
            CLIENT, "HEAD /api/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(response).startsWith("HTTP/1.1 400").endsWith("\r\n\r\n");
  }

  @Test
  void theConnectionStaysUsable() throws IOException {
    var malformed = "%s /api/%%zz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    var last = "GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    var responses =
        RawHttp.send(CLIENT, malformed.formatted("HEAD") + malformed.formatted("GET") + last);

    assertThat(responses).containsPattern("(?s)^HTTP/1.1 400 .*HTTP/1.1 400 .*}HTTP/1.1 200 ");
    assertThat(responses).containsOnlyOnce("\"invalid-request\"");
  }

  @Test
  @Asvs("3.4.4")
  void sendsSecurityHeaders() throws IOException {
    assertThat(RawHttp.get(CLIENT, "/api/%zz"))
        .containsIgnoringCase("X-Content-Type-Options: nosniff\r\n")
        .containsIgnoringCase("Cache-Control: no-store\r\n")
        .contains("default-src 'none'; frame-ancestors 'none'\r\n");
  }

  private static void assertIsProblem(String response, int status, String code) {
    assertThat(response)
        .containsPattern("^HTTP/1\\.[01] " + status + " ")
        .containsIgnoringCase("content-type: application/problem+json\r\n");
    var body = response.substring(response.indexOf("\r\n\r\n") + 4);
    assertThat(response).containsIgnoringCase("content-length: " + body.length() + "\r\n");
    var problem = JsonPath.from(body);
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getInt("status")).isEqualTo(status);
    assertThat(problem.getString("detail")).isNotBlank();
  }
}
