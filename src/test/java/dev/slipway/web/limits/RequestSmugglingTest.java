package dev.slipway.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No request is read in another way than a proxy reads it (OWASP ASVS 4.2.1). Each request has a
 * second one behind its head, which must not be answered.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@Asvs("4.2.1")
class RequestSmugglingTest {
  private static final int TIMEOUT_MILLIS = 15_000;
  private static final String SMUGGLED = "GET /videos HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String LENGTH = "Content-Length: " + SMUGGLED.length();
  private static final String HOST = "Host: localhost";

  /** RFC 9112, 6.1 and 6.3: 501 if the last coding is chunked, else 400. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "gzip, chunked",
        "chunked, gzip",
        "identity",
        "xchunked",
        "chunked, chunked"
      })
  void rejectsTransferCodingsOtherThanChunked(String coding) throws IOException {
    var response = send("POST /login HTTP/1.1", HOST, "Transfer-Encoding: " + coding);

    assertThat(response).containsPattern("^HTTP/1.1 (400|501) ");
    assertHasSecurityHeaders(response);
    assertHasOneResponse(response);
  }

  @Test
  void explainsWhyATransferCodingIsRejected() throws IOException {
    var response = send("POST /login HTTP/1.1", HOST, "Transfer-Encoding: gzip, chunked");

    assertThat(response).startsWith("HTTP/1.1 501").contains("transfer-coding-unsupported");
    assertHasSecurityHeaders(response);
  }

  @Test
  void rejectsTwoTransferEncodings() throws IOException {
    var response =
        send("POST /login HTTP/1.1", HOST, "Transfer-Encoding: gzip", "Transfer-Encoding: chunked");

    assertThat(response).containsPattern("^HTTP/1.1 (400|501) ");
    assertHasSecurityHeaders(response);
    assertHasOneResponse(response);
  }

  @Test
  void rejectsTransferEncodingOfHttp10() throws IOException {
    var response = send("POST /login HTTP/1.0", HOST, "Transfer-Encoding: chunked");

    assertThat(response).startsWith("HTTP/1.0 400");
    assertHasSecurityHeaders(response);
    assertHasOneResponse(response);
  }

  @Test
  void rejectsContradictoryContentLengths() throws IOException {
    for (var lengths :
        List.of(
            List.of("Content-Length: 0", LENGTH),
            List.of("Content-Length: 0, " + SMUGGLED.length()),
            List.of("Content-Length: +1"),
            List.of("Content-Length: 1 " + SMUGGLED.length()),
            List.of("Content-Length: -1"))) {
      var headers = new String[lengths.size() + 1];
      headers[0] = HOST;
      for (var i = 0; i < lengths.size(); i++) {
        headers[i + 1] = lengths.get(i);
      }
      var response = send("POST /login HTTP/1.1", headers);
      assertThat(response).as(lengths.toString()).startsWith("HTTP/1.1 400");
      assertHasSecurityHeaders(response);
      assertHasOneResponse(response);
    }
  }

  /** RFC 9112, 6.1: chunks win, and the connection must be closed after the response. */
  @Test
  void closesAfterARequestWithChunksAndContentLength() throws IOException {
    try (var socket = open()) {
      var head = head("POST /login HTTP/1.1", HOST, LENGTH, "Transfer-Encoding: chunked");
      socket.getOutputStream().write(ascii(head + "0\r\n\r\n" + SMUGGLED));

      assertHasOneResponse(readToEnd(socket));
    }
  }

  @Test
  void performsNoRequestBehindOneWithChunksAndContentLength() throws IOException {
    assertIsNotPerformedBehind(
        head("POST /login HTTP/1.1", HOST, LENGTH, "Transfer-Encoding: chunked") + "0\r\n\r\n");
  }

  /** The form is rejected when it is complete, and the request behind it has been parsed. */
  @Test
  void ignoresRequestsAfterARejectedOne() throws IOException {
    assertIsNotPerformedBehind(head("POST /login HTTP/1.1", HOST, "Content-Length: 3") + "a=%");
  }

  @Test
  void rejectsTwoHosts() throws IOException {
    assertIsRejected(400, "GET /videos HTTP/1.1", HOST, "Host: evil.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local host", "a/b", "localhost:port", "[::1", "@", "localhost:80:80"})
  void rejectsMalformedHosts(String host) throws IOException {
    assertIsRejected(400, "GET /videos HTTP/1.1", "Host: " + host, "Connection: close");
  }

  @Test
  void rejectsSpacesBeforeTheColonOfAHeader() throws IOException {
    var response = send("POST /login HTTP/1.1", HOST, "Content-Length : 5");

    assertThat(response).startsWith("HTTP/1.1 400");
    assertHasOneResponse(response);
  }

  /** Creates a token behind the request. */
  private static void assertIsNotPerformedBehind(String request) throws IOException {
    var client = ApiClient.as("creator");
    var body = "{\"name\": \"smuggled\"}";
    var creation =
        """
        POST /api/tokens HTTP/1.1\r
        Host: localhost:%d\r
        Cookie: %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s"""
            .formatted(RestAssured.port, client.cookieHeader(), body.length(), body);
    try (var socket = open()) {
      socket.getOutputStream().write(ascii(request + creation));

      assertHasOneResponse(readToEnd(socket));
      Eventually.elapses(Duration.ofSeconds(1));
      assertThat(client.request().get("/api/tokens").asString()).doesNotContain("smuggled");
    }
  }

  private static void assertIsRejected(int status, String line, String... headers)
      throws IOException {
    var response = send(line, headers);
    assertThat(response).startsWith("HTTP/1.").contains(" " + status + " ");
    assertHasSecurityHeaders(response);
    assertHasOneResponse(response);
  }

  private static void assertHasSecurityHeaders(String response) {
    assertThat(response)
        .containsIgnoringCase("x-content-type-options: nosniff")
        .containsIgnoringCase("content-security-policy: default-src 'none'")
        .containsIgnoringCase("cache-control: no-store");
  }

  private static void assertHasOneResponse(String text) {
    assertThat(text.split("HTTP/1\\.[01] \\d{3} ", -1)).as(text).hasSize(2);
  }

  private static String send(String line, String... headers) throws IOException {
    try (var socket = open()) {
      socket.getOutputStream().write(ascii(head(line, headers) + SMUGGLED));
      return readToEnd(socket);
    }
  }

  private static Socket open() throws IOException {
    var socket = new Socket("localhost", RestAssured.port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static String head(String line, String... headers) {
    return line
        + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        + String.join("\r\n", headers)
        + "\r\n\r\n";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads until the application closes the connection. */
  private static String readToEnd(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
