package dev.slipway.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.BehindProxyProfile;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Forwarded headers with one trusted proxy, which terminates TLS for a shared host. */
@QuarkusTest
@TestProfile(BehindProxyProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class TrustedProxyTest {
  private static final String PROXY = "127.0.0.1";
  private static final String OTHER_ADDRESS = "127.0.0.2";
  private static final String LOGIN = BehindProxyProfile.PREFIX + "/login";
  private static final String[] FORWARDED = {
    "X-Forwarded-Proto: https", "X-Forwarded-Host: tools.example:8443", "X-Forwarded-For: 192.0.2.7"
  };

  @Test
  @Asvs({"3.3.1", "3.3.3", "3.4.1"})
  void trustsForwardedHeadersFromTheProxy() throws IOException {
    var response = RawHttp.logIn(PROXY, "creator", "creator-demo", LOGIN, FORWARDED);

    assertThat(response)
        .startsWith("HTTP/1.1 303")
        .containsIgnoringCase("location: https://tools.example:8443/video/\r\n")
        .contains("__Host-slipway_session_video=", "Strict-Transport-Security");
    // The host is shared, so its subdomains are not ours.
    assertThat(response).doesNotContain("includeSubDomains");
    assertThat(response).containsPattern("(?i)set-cookie: [^\r]*;\\s*Secure").contains("Path=/");
  }

  /** The host that the browser addressed, so that a demo is safe from DNS rebinding. */
  @Test
  void appliesTheDemoHostsToTheForwardedHost() throws IOException {
    assertThat(RawHttp.get(PROXY, LOGIN, "X-Forwarded-Host: tools.example")).contains(" 200 ");
    assertThat(RawHttp.get(PROXY, LOGIN, "X-Forwarded-Host: evil.example"))
        .startsWith("HTTP/1.1 421")
        .contains("SLIPWAY_DEMO_HOSTS");
  }

  /** Below a path the origin belongs to other applications as well, and so does its storage. */
  @Test
  void clearsNoSiteDataBelowAPath() throws IOException {
    assertThat(RawHttp.logIn(PROXY, "x", "x", BehindProxyProfile.PREFIX + "/logout"))
        .startsWith("HTTP/1.1 303")
        .doesNotContainIgnoringCase("Clear-Site-Data");
  }

  @Test
  void throttlesLoginsByForwardedAddress() throws IOException {
    for (var i = 0; i < 10; i++) {
      assertThat(logInWithWrongPassword(PROXY, "X-Forwarded-For: 192.0.2.8"))
          .startsWith("HTTP/1.1 401");
    }
    assertThat(logInWithWrongPassword(PROXY, "X-Forwarded-For: 192.0.2.8"))
        .startsWith("HTTP/1.1 429");
    assertThat(logInWithWrongPassword(PROXY, "X-Forwarded-For: 192.0.2.9"))
        .startsWith("HTTP/1.1 401");
  }

  /** So a proxy must replace the header; with one that appends, clients choose their address. */
  @Test
  void usesTheFirstForwardedAddress() throws IOException {
    for (var i = 0; i < 10; i++) {
      logInWithWrongPassword(PROXY, "X-Forwarded-For: 192.0.2.10, 198.51.100." + i);
    }
    assertThat(logInWithWrongPassword(PROXY, "X-Forwarded-For: 192.0.2.10, 198.51.100.99"))
        .startsWith("HTTP/1.1 429");
  }

  @Test
  @Asvs("4.1.3")
  void ignoresOtherForwardingHeaders() throws IOException {
    var response =
        RawHttp.get(
            PROXY,
            BehindProxyProfile.PREFIX + "/admin/videos",
            "Forwarded: for=192.0.2.7;proto=https;host=evil.example",
            "X-Forwarded-Prefix: /evil");

    assertThat(response)
        .startsWith("HTTP/1.1 303")
        .containsIgnoringCase("location: http://127.0.0.1:" + RestAssured.port + "/video/login?")
        .doesNotContain("evil");
  }

  @Test
  void ignoresUnparsableForwardedHeaders() throws IOException {
    for (var header :
        List.of(
            "X-Forwarded-For: ",
            "X-Forwarded-For: , 192.0.2.7",
            "X-Forwarded-For: unknown",
            "X-Forwarded-For: 192.0.2.7:port",
            "X-Forwarded-Proto: ",
            "X-Forwarded-Proto: h t",
            "X-Forwarded-Proto: ftp",
            "X-Forwarded-Host: ",
            "X-Forwarded-Host: a b",
            "X-Forwarded-Host: a/b",
            "X-Forwarded-Host: [a",
            "X-Forwarded-Host: tools.example:port")) {
      assertThat(RawHttp.get(PROXY, BehindProxyProfile.PREFIX + "/admin/videos", header))
          .as(header)
          .startsWith("HTTP/1.1 303")
          .containsIgnoringCase("location: http://127.0.0.1:" + RestAssured.port + "/video/login?");
    }
  }

  @Test
  void usesTheFirstElementOfForwardedHeaders() throws IOException {
    assertThat(
            RawHttp.get(
                PROXY,
                BehindProxyProfile.PREFIX + "/admin/videos",
                "X-Forwarded-Proto: HTTPS , http",
                "X-Forwarded-Host: tools.example , other.example",
                "X-Forwarded-For: [2001:db8::7]:4711 , 192.0.2.7"))
        .startsWith("HTTP/1.1 303")
        .containsIgnoringCase("location: https://tools.example/video/login?");
  }

  /** Quarkus replaces the host before any filter sees it. */
  @Test
  @Asvs("4.2.1")
  void rejectsRequestsWithoutOneValidHost() throws IOException {
    var request = "GET " + LOGIN + " HTTP/1.1\r\n%sConnection: close\r\n\r\n";
    for (var hosts :
        List.of(
            "",
            "Host: \r\n",
            "Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n",
            "Host: localhost:80@evil.example\r\n",
            "Host: a:b@c\r\n",
            "Host: a/b\r\n")) {
      assertThat(RawHttp.send(PROXY, request.formatted(hosts)))
          .as(hosts)
          .startsWith("HTTP/1.1 400")
          .containsIgnoringCase("x-content-type-options: nosniff");
    }
  }

  @Test
  @Asvs("4.1.3")
  void ignoresForwardedHeadersFromOtherAddresses() throws IOException {
    assumeTrue(hasOtherAddress(), "needs a second address of the loopback network");

    assertThat(RawHttp.logIn(OTHER_ADDRESS, "creator", "creator-demo", LOGIN, FORWARDED))
        .startsWith("HTTP/1.1 303")
        .containsIgnoringCase("location: http://127.0.0.1:" + RestAssured.port + "/video/\r\n")
        .doesNotContain("__Host-", "Strict-Transport-Security", "tools.example");
    for (var i = 0; i < 10; i++) {
      assertThat(logInWithWrongPassword(OTHER_ADDRESS, "X-Forwarded-For: 203.0.113." + i))
          .startsWith("HTTP/1.1 401");
    }
    assertThat(logInWithWrongPassword(OTHER_ADDRESS, "X-Forwarded-For: 203.0.113.99"))
        .startsWith("HTTP/1.1 429");
  }

  /** Browsers use the public endpoint behind the proxy, the application the internal one. */
  @Test
  void reachesTheStoreAtItsInternalEndpoint() {
    var creator = ApiClient.as("creator");
    var bytes = Mp4Header.bytes(2_000, 7);

    var upload = creator.open("clip.mp4", "video/mp4", bytes);

    assertThat(upload.getString("put.url"))
        .startsWith("https://store.example/slipway-videos/videos/" + upload.getString("id"));
    creator
        .request()
        .put("/api/uploads/{id}/completion", upload.getString("id"))
        .then()
        .statusCode(409)
        .body("code", equalTo("upload-incomplete"));
    assertThat(creator.request().get("/").getHeader("Content-Security-Policy"))
        .contains("connect-src 'self' https://store.example;")
        .contains("media-src 'self' blob: https://store.example;");
  }

  private static String logInWithWrongPassword(String from, String header) throws IOException {
    return RawHttp.logIn(from, "viewer8", "wrong", LOGIN, header);
  }

  private static boolean hasOtherAddress() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(OTHER_ADDRESS))) {
      return socket.isBound();
    } catch (IOException notAvailable) {
      return false;
    }
  }
}
