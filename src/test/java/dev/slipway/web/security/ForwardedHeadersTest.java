package dev.slipway.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Forwarded headers without a trusted proxy: anyone could send them, so they don't count. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ForwardedHeadersTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String[] FORGED = {
    "X-Forwarded-Proto: https",
    "X-Forwarded-Ssl: on",
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-Port: 443",
    "X-Forwarded-Prefix: /evil",
    "Forwarded: for=192.0.2.7;proto=https;host=evil.example"
  };

  @Test
  @Asvs("4.1.3")
  void areIgnoredWithoutATrustedProxy() throws IOException {
    var response = RawHttp.logIn(LOOPBACK, "creator", "creator-demo", "/login", FORGED);

    assertThat(response)
        .startsWith("HTTP/1.1 303")
        .containsIgnoringCase("location: http://127.0.0.1:" + RestAssured.port + "/\r\n")
        .contains("slipway_session_" + RestAssured.port + "=")
        .doesNotContain("__Host-", "Strict-Transport-Security", "evil");
  }

  @Test
  @Asvs("4.1.3")
  void doNotEvadeLoginThrottling() throws IOException {
    for (var i = 0; i < 10; i++) {
      assertThat(logInWithWrongPassword(i)).startsWith("HTTP/1.1 401");
    }
    assertThat(logInWithWrongPassword(10)).startsWith("HTTP/1.1 429");
  }

  private static String logInWithWrongPassword(int i) throws IOException {
    var address = "192.0.2." + i;
    return RawHttp.logIn(
        LOOPBACK,
        "viewer9",
        "wrong",
        "/login",
        "X-Forwarded-For: " + address,
        "Forwarded: for=" + address);
  }
}
