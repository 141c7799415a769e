package dev.slipway.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several requests on one HTTP/1.1 connection, sent without waiting for the responses. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@Asvs("15.2.2")
class PipelinedRequestsTest {
  private static final int TIMEOUT_MILLIS = 15_000;
  private static final int MANY = 2_000;
  private static final long MEGABYTE = 1024 * 1024;
  private static final String HOST = "Host: localhost\r\n";
  private static final String GET = "GET /login HTTP/1.1\r\n" + HOST + "\r\n";
  private static final String LAST_GET =
      "GET /login HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";
  private static final String BODY = "x".repeat(60_000);
  private static final String POST =
      "POST /login HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s".formatted(HOST, BODY.length(), BODY);

  @Test
  void answersAsManyAsAreAllowed() throws IOException {
    var requests = GET.repeat(PipeliningLimit.MAX_UNANSWERED - 1) + LAST_GET;

    assertThat(responses(requests)).isEqualTo(PipeliningLimit.MAX_UNANSWERED);
  }

  @Test
  void answersAnyNumberOneAfterTheOther() throws IOException {
    try (var socket = open()) {
      for (var i = 0; i < 2 * PipeliningLimit.MAX_UNANSWERED; i++) {
        socket.getOutputStream().write(ascii("HEAD /login HTTP/1.1\r\n" + HOST + "\r\n"));
        assertThat(readHead(socket)).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void closesTheConnectionAfterThoseThatAreAllowed() throws IOException {
    var text = send(GET.repeat(MANY));

    var responses = text.split("HTTP/1\\.1 200 ", -1);
    assertThat(responses).hasSize(1 + PipeliningLimit.MAX_UNANSWERED);
    assertThat(responses[responses.length - 1]).containsIgnoringCase("connection: close");
  }

  @Test
  void releasesRequestsBehindTheLastOne() throws IOException {
    assertReleasesMemory(LAST_GET + POST);
  }

  /** Netty and Vert.x disagree on whether some of these connections are kept. */
  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1", "Http/1.0", "HTTP/01.1"})
  void releasesRequestsBehindThoseOfOtherVersions(String version) throws IOException {
    assertReleasesMemory("GET /login " + version + "\r\n" + HOST + "\r\n" + POST + LAST_GET);
    assertReleasesMemory(
        "GET /login %s\r\n%sConnection: keep-alive, x\r\n\r\n".formatted(version, HOST)
            + POST
            + LAST_GET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: close, keep-alive",
        "Connection: keep-alive, close",
        "Connection: keep-alive\r\nConnection: close",
        "Connection: close\r\nConnection: keep-alive",
        "Connection: CLOSE",
        "Connection:\tclose\t",
        "Connection: x,\tclose",
        "Connection: close,",
        "Connection: clo",
        "Connection: closed",
        "Connection: keep-alive",
        "Connection:"
      })
  void releasesRequestsBehindUnusualConnectionHeaders(String header) throws IOException {
    assertReleasesMemory(
        "GET /login HTTP/1.1\r\n%s%s\r\n\r\n".formatted(HOST, header) + POST + LAST_GET);
  }

  /** No filter sees these requests, and the responses are written before any of them is sent. */
  @ParameterizedTest
  @ValueSource(strings = {"GET /|", "OPTIONS *"})
  void limitsRequestsWithoutAPath(String line) throws IOException {
    var request = line + " HTTP/1.1\r\n" + HOST + "\r\n";

    assertThat(send(request.repeat(MANY)).split("HTTP/1\\.1 \\d{3} ", -1))
        .hasSize(1 + PipeliningLimit.MAX_UNANSWERED);
  }

  /** The client asks for HTTP/2 without the header that an upgrade must have. */
  @Test
  void ignoresIncompleteUpgrades() throws IOException {
    var upgrade = "Connection: close, Upgrade\r\nUpgrade: h2c\r\n";

    assertThat(send("GET /login HTTP/1.1\r\n" + HOST + upgrade + "\r\n"))
        .startsWith("HTTP/1.1 200");
    assertReleasesMemory(POST.replace(HOST, HOST + upgrade));
  }

  /** Only HTTP/2 from the first byte has all limits. */
  @Test
  void ignoresUpgradesToHttp2() throws IOException {
    var upgrade =
        "Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";

    assertThat(send("GET /login HTTP/1.1\r\n" + HOST + upgrade + "\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  private static void assertReleasesMemory(String requests) throws IOException {
    var before = pinnedBytes();
    for (var i = 0; i < 30; i++) {
      send(requests);
    }
    Eventually.holds("the memory is released", () -> pinnedBytes() - before < MEGABYTE);
  }

  /** The memory of buffers that are in use. */
  private static long pinnedBytes() {
    return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
  }

  private static int responses(String requests) throws IOException {
    return send(requests).split("HTTP/1\\.1 200 ", -1).length - 1;
  }

  /** Returns everything that the application sends before it closes the connection. */
  private static String send(String requests) throws IOException {
    try (var socket = open()) {
      socket.getOutputStream().write(ascii(requests));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String readHead(Socket socket) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    return head.toString();
  }

  private static Socket open() throws IOException {
    var socket = new Socket("localhost", RestAssured.port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
