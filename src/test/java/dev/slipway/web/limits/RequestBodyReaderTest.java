package dev.slipway.web.limits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.LowLimitsProfile;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.RawHttp2Connection;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that begin requests and don't finish them. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(LowLimitsProfile.class)
@Asvs("15.2.2")
class RequestBodyReaderTest {
  private static final int SLOW = LowLimitsProfile.SLOW_PER_ADDRESS;
  private static final String JSON = "Content-Type: application/json";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String VIDEO_URLS = "/api/videos/abcdefghijklmnopqrstuvwxyz/urls";
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void disconnect() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    Eventually.holds("no request is slow", () -> slow() == 0);
  }

  /** As many as the application answers at once, at each kind of address. */
  @Test
  void incompleteBodiesTakeNoPlace() throws IOException {
    for (var i = 0; i < LowLimitsProfile.REQUESTS_PER_ADDRESS; i++) {
      start(VIDEO_URLS, JSON, "Content-Length: 100");
      start("/login", FORM, "Content-Length: 100");
      start("/notifications/s3", JSON, "Transfer-Encoding: chunked");
      start("/nothing-here", JSON, "Content-Length: 100");
    }

    assertThat(statusOf("/api/me")).isEqualTo(401);
    assertThat(statusOf("/login")).isEqualTo(200);
  }

  @Test
  void incompleteStreamsTakeNoPlace() throws IOException {
    try (var connection = RawHttp2Connection.open(RestAssured.port)) {
      for (var i = 0; i < LowLimitsProfile.REQUESTS_PER_ADDRESS; i++) {
        start(connection, VIDEO_URLS, JSON);
        start(connection, "/login", FORM);
        start(connection, "/nothing-here", JSON);
      }
      // A GET whose stream does not end.
      connection.sendHead("GET", "/login", RawHttp2Connection.END_HEADERS, List.of());

      assertThat(statusOf("/api/me")).isEqualTo(401);
      var stream =
          connection.sendHead(
              "GET",
              "/login",
              RawHttp2Connection.END_HEADERS | RawHttp2Connection.END_STREAM,
              List.of());
      Eventually.holds("the connection is served", () -> connection.status(stream) != null);
      assertThat(connection.status(stream)).isEqualTo(200);
    }
  }

  @Test
  void disconnectsWhenABodyTakesTooLong() throws IOException {
    var socket = start("/login", FORM, "Content-Length: 100");
    try (var connection = RawHttp2Connection.open(RestAssured.port)) {
      var stream = start(connection, VIDEO_URLS, JSON);

      assertThat(readToEnd(socket)).isEmpty();
      Eventually.holds("the stream is reset", ANSWER_TIMEOUT, () -> connection.isReset(stream));
      assertThat(connection.isClosed()).isFalse();
      assertThat(connection.status(stream)).isNull();
    }
  }

  @Test
  @Asvs("2.4.1")
  void limitsSlowBodiesOfOneAddress() throws IOException {
    for (var i = 0; i <= SLOW; i++) {
      start(VIDEO_URLS, JSON, "Content-Length: 100");
    }
    Eventually.holds("the others are slow", () -> slow() == SLOW);
    Eventually.holds("one is rejected", () -> sockets.stream().anyMatch(this::isAnswered));
    var rejected = sockets.stream().filter(this::isAnswered).toList();

    assertThat(rejected).hasSize(1);
    assertThat(readToEnd(rejected.get(0)))
        .startsWith("HTTP/1.1 429")
        .contains("too-many-requests")
        .containsIgnoringCase("retry-after: 10")
        .containsIgnoringCase("x-content-type-options: nosniff");
    // A body that is complete at once is not limited.
    given().contentType("application/json").body("{}").post(VIDEO_URLS).then().statusCode(400);
  }

  @Test
  void acceptsABodyThatComesByteByByte() throws IOException {
    var form = "username=creator&password=creator-demo";
    var socket =
        start("/login", FORM, "Connection: close", "Content-Length: " + (form.length() + 1));
    Eventually.holds("the body is slow", () -> slow() == 1);
    for (var letter : form.toCharArray()) {
      socket.getOutputStream().write(letter);
      socket.getOutputStream().flush();
    }

    // The first byte that start has sent belongs to the name of the first field.
    assertThat(readToEnd(socket)).startsWith("HTTP/1.1 401");
  }

  @Test
  void closesConnectionsWhoseHeadTakesTooLong() throws IOException {
    var silent = open();
    var half = open();
    half.getOutputStream().write("GET /login HTTP/1.1\r\nHost: loc".getBytes());
    var second = open();
    second.getOutputStream().write("GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
    Eventually.holds("the first request is answered", () -> isAnswered(second));
    second.getOutputStream().write("GET /login HT".getBytes());

    assertThat(readToEnd(silent)).isEmpty();
    assertThat(readToEnd(half)).isEmpty();
    assertThat(readToEnd(second)).startsWith("HTTP/1.1 200");
  }

  @Test
  void closesConnectionsWhoseHeaderBlockTakesTooLong() throws IOException {
    try (var idle = RawHttp2Connection.open(RestAssured.port);
        var stalled = RawHttp2Connection.open(RestAssured.port)) {
      stalled.sendHead("GET", "/login", RawHttp2Connection.END_STREAM, List.of());

      Eventually.holds("the connection is closed", ANSWER_TIMEOUT, stalled::isClosed);
      assertThat(idle.isClosed()).isFalse();
    }
  }

  /** Also after a request that no filter sees. */
  @ParameterizedTest
  @ValueSource(strings = {"/login", "/|"})
  void keepsIdleConnections(String path) throws IOException {
    var idle = open();
    var request = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path).getBytes();
    idle.getOutputStream().write(request);
    Eventually.holds("the first request is answered", () -> isAnswered(idle));
    var half = open();
    readToEnd(half);

    idle.getOutputStream().write(request);
    idle.getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes());
    assertThat(readToEnd(idle).split("HTTP/1.1 ")).hasSize(4);
  }

  @Test
  void announcesALimitOfStreams() throws IOException {
    try (var connection = RawHttp2Connection.open(RestAssured.port)) {
      for (var i = 0; i < 101; i++) {
        connection.sendHead("POST", "/login", RawHttp2Connection.END_HEADERS, List.of());
      }
      Eventually.holds("one stream is refused", () -> connection.resets() > 0);
    }
  }

  private Socket open() throws IOException {
    var socket = new Socket("localhost", RestAssured.port);
    socket.setSoTimeout((int) ANSWER_TIMEOUT.toMillis());
    sockets.add(socket);
    return socket;
  }

  /** Sends the head of a request and the first byte of its body. */
  private Socket start(String path, String... headers) throws IOException {
    var head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n"
            .formatted(path, String.join("\r\n", headers));
    var firstByte = head.contains("chunked") ? "64\r\nx" : "x";
    var socket = open();
    socket.getOutputStream().write((head + firstByte).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static int start(RawHttp2Connection connection, String path, String type)
      throws IOException {
    var headers = List.of(type.replace("Content-Type", "content-type"), "content-length: 100");
    var stream = connection.sendHead("POST", path, RawHttp2Connection.END_HEADERS, headers);
    connection.sendData(stream, new byte[1], 0);
    return stream;
  }

  private boolean isAnswered(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until the application closes the connection. */
  private static String readToEnd(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static int statusOf(String path) {
    return given().get(path).statusCode();
  }

  private static double slow() {
    return MetricsScrape.now().sum("slipway_requests_slow");
  }
}
