package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The store or the database is away for a while, or the application is told to end. */
@Tag("faults")
class OutageFaultsTest {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final int LARGE = 100 << 20;

  /** Fewer than the application has connections to the database, so that none waits for another. */
  private static final int IN_FLIGHT = 16;

  /** Less than the application waits for what is in flight. */
  private static final Duration A_MOMENT = Duration.ofSeconds(2);

  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  /** Comparisons would bring what notifications are to bring. */
  @RegisterExtension
  static final Stack STACK =
      Stack.with(Map.of("SLIPWAY_RECONCILE_EVERY", "0S", "SLIPWAY_RECONCILE_AT_START", "false"));

  @AfterEach
  void mend() {
    STACK.toDatabase().tap(TcpInterceptor.NONE);
    STACK.toStore().tap(TcpInterceptor.NONE);
    STACK.relay().passOnTo(STACK.replica());
  }

  @Test
  @Tag("quick")
  @Fault("the store is down")
  void recoversFromAStoreOutage() throws Exception {
    STACK.relay().drop();
    var client = TolerantClient.of("creator", STACK.replica());
    var acknowledged = new ArrayList<JsonNode>();
    for (var i = 0; i < 10; i++) {
      acknowledged.add(stored(client));
    }
    var rows = STACK.database().count("select count(*) from video");
    var events = STACK.relay().about(keys(acknowledged));

    STACK.store().kill();
    var large = Map.of("fileName", "film.mp4", "contentType", "video/mp4", "size", LARGE);
    requireToldToWait(client.post("/api/uploads", large));
    requireToldToWait(client.complete(acknowledged.get(0).get("id").asText()));
    for (var event : events) {
      assertThat(STACK.relay().post(STACK.replica(), event)).isBetween(200, 299);
    }
    Eventually.pass(FaultSuiteSettings.away());
    assertThat(STACK.database().count("select count(*) from video")).isEqualTo(rows);
    assertThat(STACK.database().notifications("DEAD")).isZero();
    STACK.store().start();

    Eventually.holds("all is applied", LONGEST, () -> STACK.database().inboxIsEmpty());
    assertThat(STACK.database().count("select count(*) from video") - rows)
        .isEqualTo(acknowledged.size());
    STACK.saw(
        "down for %d s: 503 with Retry-After, no row; then %d of %d notifications processed, no"
            + " dead letter",
        FaultSuiteSettings.away().toSeconds(), acknowledged.size(), acknowledged.size());
  }

  @Test
  @Tag("quick")
  @Fault("the database is down")
  void recoversFromADatabaseOutage() throws Exception {
    STACK.relay().passOnTo(STACK.replica());
    var client = TolerantClient.of("creator", STACK.replica());
    var open = new ArrayList<JsonNode>();
    var bytes = new ArrayList<byte[]>();
    for (var i = 0; i < 10; i++) {
      bytes.add(SmallUploads.bytes());
      open.add(client.open(bytes.get(i), "clip.mp4").expect(201).json());
    }
    var rows = STACK.database().count("select count(*) from video");
    var statuses = new CopyOnWriteArrayList<Integer>();
    STACK
        .relay()
        .then(
            body -> {
              var status = STACK.relay().post(STACK.replica(), body);
              statuses.add(status);
              return status;
            });

    STACK.database().kill();
    // No byte goes through the application, so what is signed can be stored.
    for (var i = 0; i < open.size(); i++) {
      assertThat(client.put(open.get(i).get("put"), bytes.get(i))).isEqualTo(200);
      STACK.acknowledged().add(open.get(i).get("key").asText(), bytes.get(i));
    }
    requireToldToWait(client.open(SmallUploads.bytes(), "clip.mp4"));
    requireToldToWait(client.get("/api/videos"));
    Eventually.holds("the webhook was answered", LONGEST, () -> statuses.contains(503));
    Eventually.pass(FaultSuiteSettings.away());
    assertThat(statuses).containsOnly(503);
    STACK.database().start();

    var expected = rows + open.size();
    Eventually.holds(
        "the store's queue has drained",
        LONGEST,
        () -> STACK.database().count("select count(*) from video") == expected);
    STACK.saw(
        "down for %d s: webhook 503, API 503 with Retry-After; then all %d notifications arrived",
        FaultSuiteSettings.away().toSeconds(), open.size());
  }

  @Test
  @Tag("quick")
  @Fault("SIGTERM under load")
  void finishesRequestsInFlightOnShutdown() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var before = STACK.database().count("select count(*) from upload");
    // A statement's text is seen only while it is new to a connection.
    STACK.replica().terminate();
    STACK.replica().start();
    // Each waits where it writes, until all of them do.
    var writing = new CountDownLatch(IN_FLIGHT);
    var goOn = new CountDownLatch(1);
    STACK
        .toDatabase()
        .tap(
            (way, bytes) -> {
              if (way == TcpInterceptor.Way.THERE
                  && TcpInterceptor.contains(bytes, "insert into upload")) {
                writing.countDown();
                await(goOn);
              }
              return bytes;
            });
    var answers =
        IntStream.range(0, IN_FLIGHT)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> opened(client), THREADS))
            .toList();
    await(writing);
    var replica = STACK.replica();
    var exit = CompletableFuture.supplyAsync(replica::terminate, THREADS);
    Eventually.pass(A_MOMENT);
    assertThat(exit).isNotDone();
    goOn.countDown();

    var statuses = answers.stream().map(CompletableFuture::join).toList();
    STACK.toDatabase().tap(TcpInterceptor.NONE);
    STACK.replica().start();
    assertThat(statuses).containsOnly(201);
    assertThat(STACK.database().count("select count(*) from upload") - before).isEqualTo(IN_FLIGHT);
    assertThat(exit.join()).isIn(0, 143);
    STACK.saw("%d requests in flight, all answered 201", IN_FLIGHT);
  }

  @Test
  @Fault("the store does not respond")
  void respondsWhileTheStoreIsUnresponsive() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var upload = stored(client);
    STACK.toStore().tap(TcpInterceptor.SILENCE);

    var began = Instant.now();
    requireToldToWait(client.complete(upload.get("id").asText()));
    var took = Duration.between(began, Instant.now());

    STACK.toStore().tap(TcpInterceptor.NONE);
    assertThat(client.get("/api/me").status()).isEqualTo(200);
    STACK.saw("503 with Retry-After after %d s", took.toSeconds());
  }

  @Test
  @Fault("the database does not respond")
  void respondsWhileTheDatabaseIsUnresponsive() throws Exception {
    STACK.relay().passOnTo(STACK.replica());
    var client = TolerantClient.of("creator", STACK.replica());
    var bytes = SmallUploads.bytes();
    var upload = client.open(bytes, "clip.mp4").expect(201).json();
    STACK.toDatabase().tap(TcpInterceptor.SILENCE);
    assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
    STACK.acknowledged().add(upload.get("key").asText(), bytes);

    var began = Instant.now();
    requireToldToWait(client.get("/api/videos"));
    var took = Duration.between(began, Instant.now());

    STACK.toDatabase().cut();
    STACK.toDatabase().tap(TcpInterceptor.NONE);
    STACK.toDatabase().mend();
    Eventually.holds(
        "it goes on", LONGEST, () -> STACK.database().catalogued(keys(List.of(upload))) == 1);
    STACK.saw("503 with Retry-After after %d s; then the notification arrived", took.toSeconds());
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("It did not come to that");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static int opened(TolerantClient client) {
    try {
      return client.open(SmallUploads.bytes(), "clip.mp4").status();
    } catch (IOException lost) {
      return 0;
    }
  }

  private static void requireToldToWait(TolerantClient.Reply answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("retry-after");
    assertThat(answer.text("code")).isNotBlank();
  }

  private static JsonNode stored(TolerantClient client) throws IOException {
    var bytes = SmallUploads.bytes();
    var upload = client.open(bytes, "clip.mp4").expect(201).json();
    assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
    STACK.acknowledged().add(upload.get("key").asText(), bytes);
    return upload;
  }

  private static Set<String> keys(List<JsonNode> uploads) {
    return uploads.stream().map(upload -> upload.get("key").asText()).collect(Collectors.toSet());
  }
}
