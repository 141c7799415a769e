package dev.slipway.web.limits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.LowLimitsProfile;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.RawHttp2Connection;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that request responses and don't read them. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(LowLimitsProfile.class)
@Asvs("15.2.2")
class UnreadResponsesTest {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int RECEIVE_BUFFER_BYTES = 4096;
  private static final int SERVED_IN_A_ROW = 20;
  private static final String FORM = "content-type: application/x-www-form-urlencoded";

  /** More than the buffers of the system take, and less than makes a connection unwritable. */
  private static final int LIST_OF_60_KB = 3;

  /** Less than one address may leave unread, also if three clients do. */
  private static final int LIST_OF_300_KB = 15;

  /** The same for one client. */
  private static final int LIST_OF_600_KB = 30;

  /** The same, also if the application writes all of it before the client reads anything. */
  private static final int LIST_OF_900_KB = 45;

  /** More than is kept in memory. */
  private static final int LIST_OF_2_MB = 100;

  /** Twice as fast as a client must read. The list of 900 kB takes longer than the limit. */
  private static final int READ_AT_ONCE_BYTES = 25_000;

  private static final Duration READ_INTERVAL = Duration.ofMillis(250);

  @Inject DataSource database;

  private final List<Socket> sockets = new ArrayList<>();

  /** Public videos with the longest description, which has 20 kB. */
  @BeforeEach
  void insertVideos() throws SQLException {
    execute(
        "insert into video (id, bucket, object_key, generation, latest, owner, title, description,"
            + " file_name, status, visibility, size, etag, media_type, stored_at,"
            + " stored_by, catalogued_at, version) select translate(substr(md5(i::text), 1, 25),"
            + " '0189', 'ghij') || 'b', 'slipway-videos', 'videos/unread/' || i, 1, true,"
            + " 'viewer', 'unread ' || i, repeat('🎬', 5000), 'f', 'READY',"
            + " 'PUBLIC', 1, 'e', 'video/mp4', now(), 'NOTIFICATION', now(), 0"
            + " from generate_series(1, 100) i");
    var list = given().get("/api/videos?limit=" + LIST_OF_2_MB).asByteArray();
    assertThat(list).hasSizeBetween(2_000_000, 2_500_000);
  }

  @AfterEach
  void cleanUp() throws IOException, SQLException {
    for (var socket : sockets) {
      socket.close();
    }
    execute("delete from video where object_key like 'videos/unread/%'");
  }

  @Test
  void unreadResponsesTakeNoPlace() throws IOException {
    var dropped = dropped();
    for (var i = 0; i < LowLimitsProfile.REQUESTS_PER_ADDRESS; i++) {
      request(PipeliningLimit.MAX_UNANSWERED, LIST_OF_300_KB);
    }

    assertThatOthersAreServed();
    assertThat(dropped()).isEqualTo(dropped);
  }

  @Test
  void dropsLongResponsesThatAreNotRead() throws IOException {
    for (var i = 0; i < LowLimitsProfile.REQUESTS_PER_ADDRESS; i++) {
      request(1, LIST_OF_2_MB);
    }

    assertThatOthersAreServed();
  }

  @Test
  void dropsShortResponsesThatAreNotRead() throws IOException {
    var dropped = dropped();
    request(1, LIST_OF_60_KB);

    Eventually.holds("the response is dropped", () -> dropped() > dropped);
  }

  @Test
  void disconnectsWithoutSendingTheRest() throws IOException {
    var dropped = dropped();
    var socket = request(PipeliningLimit.MAX_UNANSWERED, LIST_OF_600_KB);

    Eventually.holds("the response is dropped", () -> dropped() > dropped);
    assertThat(endsWithAResponse(socket)).isFalse();
  }

  /** What is written is never completely sent, for longer than the time limit. */
  @Test
  void keepsClientsThatReadSlowlyAndSteadily() throws IOException {
    var dropped = dropped();
    var socket = request(1, LIST_OF_900_KB, "Connection: close\r\n");
    var response = new ByteArrayOutputStream();
    byte[] read;
    do {
      read = socket.getInputStream().readNBytes(READ_AT_ONCE_BYTES);
      response.writeBytes(read);
      Eventually.elapses(READ_INTERVAL);
    } while (read.length == READ_AT_ONCE_BYTES);

    assertThat(response.size()).isGreaterThan(900_000);
    assertThat(response.toString(StandardCharsets.UTF_8)).endsWith("0\r\n\r\n");
    assertThat(dropped()).isEqualTo(dropped);
  }

  /** Clients can cause thousands of such lines. */
  @Test
  void logsNoErrorsOfResponsesThatAreNotRead() throws IOException {
    try (var log = CapturedLog.of("dev.slipway.web.problem.ProblemMapper")) {
      request(1, LIST_OF_2_MB);

      Eventually.holds("the thread ends", () -> !log.all().isEmpty());
      assertThat(log.all())
          .containsOnly("DEBUG The client did not read the whole response: /api/videos");
    }
  }

  /** A response that is written completely, and one that is not. */
  @Test
  void resetsStreamsThatAreNotRead() throws IOException {
    for (var videos : List.of(LIST_OF_600_KB, LIST_OF_2_MB)) {
      try (var connection = RawHttp2Connection.open(RestAssured.port, 1)) {
        var stream = request(connection, videos);
        Eventually.holds("the response begins", () -> connection.status(stream) != null);
        Eventually.holds("the stream is reset", () -> connection.resets() == 1);
      }
    }
  }

  /**
   * No filter sees these requests. Streams stay open until their responses are sent, and Vert.x
   * closes a connection on which it must reject too many others.
   */
  @Test
  void disconnectsIfResponsesToInvalidRequestsAreNotRead() throws IOException {
    var flags = RawHttp2Connection.END_HEADERS | RawHttp2Connection.END_STREAM;
    try (var connection = RawHttp2Connection.open(RestAssured.port)) {
      connection.stopReading();

      assertThatThrownBy(
              () -> {
                for (var i = 0; i < 100_000; i++) {
                  connection.sendHead("GET", "/|", flags, List.of());
                }
              })
          .isInstanceOf(SocketException.class);
    }
  }

  /** Only slow clients are logged and counted. */
  @Test
  void countsNoClientsThatDisconnect() throws IOException {
    var dropped = dropped();
    for (var i = 0; i < 20; i++) {
      var socket = request(1, LIST_OF_300_KB);
      readResponse(socket);
      socket.close();
    }
    for (var i = 0; i < 100; i++) {
      request(1, LIST_OF_300_KB).close();
      request(1, LIST_OF_2_MB).close();
    }

    // A response is slow, and the next one counts as such, a second after it can't be written.
    Eventually.elapses(PendingTransfers.SLOW_AFTER.multipliedBy(3));
    assertThat(dropped()).isEqualTo(dropped);
  }

  /** Bodies count until their requests are served, which wait for room for the responses. */
  @Test
  void countsBodiesOfRequestsThatWait() throws IOException {
    // Disconnected clients of the other tests count until the next check, a second later.
    Eventually.elapses(PendingTransfers.SLOW_AFTER.multipliedBy(2));
    var body = new byte[60_000];
    var count = LowLimitsProfile.MEMORY_PER_ADDRESS / body.length + 1;
    var connections = new ArrayList<RawHttp2Connection>();
    try {
      for (var i = 0; i < count; i++) {
        var connection = RawHttp2Connection.open(RestAssured.port, 0);
        connections.add(connection);
        var flags = RawHttp2Connection.END_HEADERS;
        var stream = connection.sendHead("POST", "/login", flags, List.of(FORM));
        connection.sendBody(stream, body);
      }

      Eventually.holds("one is rejected", () -> rejected(connections) > 0);
      assertThat(rejected(connections)).isEqualTo(1);
    } finally {
      for (var connection : connections) {
        connection.close();
      }
    }
    Eventually.holds(
        "their memory is released",
        () ->
            given()
                    .contentType("application/x-www-form-urlencoded")
                    // Logins of one account would be throttled.
                    .body("username=" + UUID.randomUUID() + "&password=" + "b".repeat(body.length))
                    .post("/login")
                    .statusCode()
                != 429);
  }

  /** The clients read one byte of each response, so the requests are served. */
  @Test
  void countsBodiesOfRequestsWhoseResponsesAreNotRead() throws IOException {
    var body = new byte[60_000];
    var connections = new ArrayList<RawHttp2Connection>();
    var dropped = droppedForAddress();
    try {
      for (var i = 0; i < LowLimitsProfile.SLOW_PER_ADDRESS; i++) {
        var connection = RawHttp2Connection.open(RestAssured.port, 1);
        connections.add(connection);
        var flags = RawHttp2Connection.END_HEADERS;
        var stream = connection.sendHead("POST", "/login", flags, List.of(FORM));
        connection.sendBody(stream, body);
      }

      Eventually.holds("one is dropped", () -> droppedForAddress() > dropped);
    } finally {
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  /** The buffers of the system take only the beginning of the first response. */
  private Socket request(int count, int videos) throws IOException {
    return request(count, videos, "");
  }

  private Socket request(int count, int videos, String header) throws IOException {
    var socket = new Socket();
    sockets.add(socket);
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress("localhost", RestAssured.port));
    var head =
        "GET /api/videos?limit=%d HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted(videos, header);
    socket.getOutputStream().write(head.repeat(count).getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return socket;
  }

  private static long rejected(List<RawHttp2Connection> connections) {
    return connections.stream()
        .filter(connection -> connection.status(1) != null && connection.status(1) == 429)
        .count();
  }

  private static int request(RawHttp2Connection connection, int videos) throws IOException {
    var flags = RawHttp2Connection.END_HEADERS | RawHttp2Connection.END_STREAM;
    return connection.sendHead("GET", "/api/videos?limit=" + videos, flags, List.of());
  }

  /** All the time, not only between two requests of a client that does not read. */
  private static void assertThatOthersAreServed() {
    var served = new AtomicInteger();
    Eventually.holds(
        "others are served",
        () ->
            (statusOf("/api/me") == 401 ? served.incrementAndGet() : served.getAndSet(0))
                == SERVED_IN_A_ROW);
  }

  /** Reads one chunked response. */
  private static void readResponse(Socket socket) throws IOException {
    var input = new BufferedInputStream(socket.getInputStream());
    var last = "";
    while (!last.equals("0\r\n\r\n")) {
      last = (last + (char) input.read()).substring(last.length() < 5 ? 0 : 1);
    }
  }

  /** Reads until the application closes the connection. */
  private static boolean endsWithAResponse(Socket socket) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(bytes);
    } catch (SocketException reset) {
      return false;
    }
    var text = bytes.toString(StandardCharsets.UTF_8);
    return text.endsWith("0\r\n\r\n");
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int statusOf(String path) {
    return given().get(path).statusCode();
  }

  /** Because of too many or too large transfers of one address. */
  private static double droppedForAddress() {
    return MetricsScrape.now().value("slipway_requests_dropped_total", Map.of("reason", "address"));
  }

  /** For any reason. */
  private static double dropped() {
    return MetricsScrape.now().sum("slipway_requests_dropped_total");
  }
}
