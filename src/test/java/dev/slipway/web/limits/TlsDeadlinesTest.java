package dev.slipway.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.LowLimitsProfile;
import dev.slipway.testing.TestCertificate;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** Slow clients of the application's own TLS port. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(LowLimitsProfile.class)
class TlsDeadlinesTest {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final String FORM = "application/x-www-form-urlencoded";

  @TestHTTPResource(value = "/login", tls = true)
  URI login;

  @Test
  void closesConnectionsWhoseHandshakeTakesTooLong() throws IOException {
    try (var silent = new Socket(login.getHost(), login.getPort());
        var half = new Socket(login.getHost(), login.getPort())) {
      // The start of a ClientHello of 512 bytes.
      half.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1});

      // The server may say goodbye with an alert.
      assertThat(readToEnd(silent)).doesNotContain("HTTP");
      assertThat(readToEnd(half)).doesNotContain("HTTP");
    }
  }

  @Test
  void closesConnectionsWhoseRequestTakesTooLong() throws Exception {
    try (var half = open();
        var body = open()) {
      half.getOutputStream().write(ascii("GET /login HTTP/1.1\r\nHost: loc"));
      body.getOutputStream()
          .write(
              ascii(
                  "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                      + FORM
                      + "\r\nContent-Length: 9\r\n\r\nu"));

      assertThat(readToEnd(half)).isEmpty();
      assertThat(readToEnd(body)).isEmpty();
    }
  }

  @Test
  void answersCompleteRequestsOverHttp2() throws Exception {
    var client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(trusting()).build();
    var form = BodyPublishers.ofString("username=creator&password=creator-demo");
    var post = HttpRequest.newBuilder(login).header("Content-Type", FORM).POST(form).build();

    var response = client.send(post, BodyHandlers.discarding());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(response.statusCode()).isEqualTo(303);
    var page = client.send(HttpRequest.newBuilder(login).build(), BodyHandlers.discarding());
    assertThat(page.statusCode()).isEqualTo(200);
  }

  private Socket open() throws IOException, GeneralSecurityException {
    return trusting().getSocketFactory().createSocket(login.getHost(), login.getPort());
  }

  private static SSLContext trusting() throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance("PKCS12");
    try (var file = new FileInputStream(TestCertificate.KEYS.toFile())) {
      keys.load(file, TestCertificate.PASSWORD.toCharArray());
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String readToEnd(Socket socket) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
