package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients follow the changes and never read. */
@Tag("faults")
class UnreadChangesFaultsTest {
  private static final int LISTENERS = FaultSuiteSettings.scale(20, 1_000);

  /** More than 6 MB, because the system may keep 4 MB for a client that doesn't read. */
  private static final int CHANGES = 60_000;

  /** More than one read of the database. */
  private static final int REPLAYED = 2_000;

  private static final long MAX_HEAP_GROWTH = 16L << 20;
  private static final Duration DROP_TIMEOUT = Duration.ofMinutes(2);
  private static final int RECEIVE_BUFFER = 4096;

  private static final String ID = "id:";

  private static final String REQUEST =
      """
      GET /api/changes HTTP/1.1\r
      Host: 127.0.0.1\r
      Accept: text/event-stream\r
      \r
      """;

  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "JAVA_TOOL_OPTIONS", "-Xmx192m",
              "SLIPWAY_CHANGES_STALLED", "5S",
              "SLIPWAY_RECONCILE_EVERY", "0S"));

  @Test
  @Fault("1,000 listeners of live changes that never read")
  void dropsListenersThatNeverReadAndLetsThemContinue() throws Exception {
    var id = storePublicVideo();
    var last = lastChange();
    var sockets = new ArrayList<Socket>();
    long heapBefore;
    long heapAfter;
    try {
      for (var i = 0; i < LISTENERS; i++) {
        sockets.add(listen());
      }
      Eventually.holds("all listen", () -> listeners() == LISTENERS);
      heapBefore = usedHeap();

      change(id);
      Eventually.holds("they are dropped", DROP_TIMEOUT, () -> listeners() == 0);
      heapAfter = usedHeap();
      assertThat(sockets).allMatch(UnreadChangesFaultsTest::isClosed);
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
    assertThat(countEventsAfter(last, id)).isEqualTo(REPLAYED);
    assertThat(heapAfter - heapBefore).isLessThan(MAX_HEAP_GROWTH);
    STACK.reportResult(
        "%,d listeners, %,d changes: all dropped, a listener that continues gets what it missed;"
            + " heap %d MiB before, %d after",
        LISTENERS, CHANGES, heapBefore >> 20, heapAfter >> 20);
  }

  private static String storePublicVideo() throws IOException {
    var client = TolerantClient.of("creator", STACK.replica());
    var bytes = Mp4Header.bytes(3_000, 7);
    var upload = client.open(bytes, "public.mp4").expect(201);
    assertThat(client.put(upload.json().get("put"), bytes)).isEqualTo(200);
    var id = client.complete(upload.text("id")).expect(200).text("id");
    STACK.database().execute("update video set visibility = 'PUBLIC' where id = '" + id + "'");
    return id;
  }

  /** As the trigger does for each change of a video. */
  private static void change(String id) {
    STACK
        .database()
        .execute(
            """
            insert into video_change (video_id, kind, was_public)
            select '%s', 'UPDATED', true from generate_series(1, %d)
            """
                .formatted(id, CHANGES));
  }

  private static Socket listen() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    socket.connect(new InetSocketAddress("127.0.0.1", STACK.replica().origin().getPort()));
    socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Reads what is left; the server has closed the connection if that ends. */
  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(5_000);
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** The number that the first message of a new listener has, after its comment. */
  private static String lastChange() throws IOException, InterruptedException {
    try (var lines = follow(null)) {
      return lines
          .lines()
          .filter(line -> line.startsWith(ID))
          .map(line -> line.substring(ID.length()).strip())
          .findFirst()
          .orElseThrow();
    }
  }

  /** Counts up to {@link #REPLAYED}; fewer if the response ends. */
  private static long countEventsAfter(String last, String id)
      throws IOException, InterruptedException {
    try (var lines = follow(last)) {
      return lines
          .lines()
          .filter(line -> line.startsWith("data:") && line.contains(id) && line.contains("updated"))
          .limit(REPLAYED)
          .count();
    }
  }

  private static BufferedReader follow(String last) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(STACK.replica().origin().resolve("/api/changes"));
    if (last != null) {
      request.header("Last-Event-ID", last);
    }
    var response =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(request.build(), BodyHandlers.ofInputStream());
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static double listeners() {
    return STACK.replica().metric("slipway_changes_listeners");
  }

  /** Returns the used bytes of the heap after a garbage collection. */
  private static long usedHeap() throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Shell.run(List.of(jcmd, Long.toString(STACK.replica().pid()), "GC.run"), Map.of());
    return (long) STACK.replica().metric("jvm_memory_used_bytes{area=\"heap\"");
  }
}
