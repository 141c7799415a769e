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

/** The store or the database is down for a while, or the application is stopped. */
@Tag("faults")
class OutageFaultsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int LARGE_FILE_SIZE = 100 << 20;

  /** Fewer than the database connections of the application, so none waits for a connection. */
  private static final int REQUESTS_IN_FLIGHT = 16;

  /** Less than the time that the application waits for requests in flight. */
  private static final Duration SHUTDOWN_OBSERVATION_TIME = Duration.ofSeconds(2);

  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  /** Without reconciliation, which would catalogue the objects without notifications. */
  @RegisterExtension
  static final Stack STACK =
      Stack.with(Map.of("SLIPWAY_RECONCILE_EVERY", "0S", "SLIPWAY_RECONCILE_AT_START", "false"));

  @AfterEach
  void restore() {
    STACK.databaseProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.relay().forwardTo(STACK.replica());
  }

  @Test
  @Tag("quick")
  @Fault("the store is down")
  void recoversFromAStoreOutage() throws Exception {
    STACK.relay().dropAll();
    var client = TolerantClient.of("creator", STACK.replica());
    var acknowledged = new ArrayList<JsonNode>();
    for (var i = 0; i < 10; i++) {
      acknowledged.add(storeFile(client));
    }
    var rows = STACK.database().count("select count(*) from video");
    var events = STACK.relay().notificationsAbout(keysOf(acknowledged));

    STACK.store().kill();
    var large = Map.of("fileName", "film.mp4", "contentType", "video/mp4", "size", LARGE_FILE_SIZE);
    assertUnavailable(client.post("/api/uploads", large));
    assertUnavailable(client.complete(acknowledged.get(0).get("id").asText()));
    for (var event : events) {
      assertThat(STACK.relay().post(STACK.replica(), event)).isBetween(200, 299);
    }
    Eventually.elapses(FaultSuiteSettings.outageDuration());
    assertThat(STACK.database().count("select count(*) from video")).isEqualTo(rows);
    assertThat(STACK.database().countNotifications("DEAD")).isZero();
    STACK.store().start();

    Eventually.holds(
        "all notifications are processed", TIMEOUT, () -> STACK.database().isInboxEmpty());
    assertThat(STACK.database().count("select count(*) from video") - rows)
        .isEqualTo(acknowledged.size());
    STACK.reportResult(
        "down for %d s: 503 with Retry-After, no row; then %d of %d notifications processed, no"
            + " dead letter",
        FaultSuiteSettings.outageDuration().toSeconds(), acknowledged.size(), acknowledged.size());
  }

  @Test
  @Tag("quick")
  @Fault("the database is down")
  void recoversFromADatabaseOutage() throws Exception {
    STACK.relay().forwardTo(STACK.replica());
    var client = TolerantClient.of("creator", STACK.replica());
    var uploads = new ArrayList<JsonNode>();
    var bytes = new ArrayList<byte[]>();
    for (var i = 0; i < 10; i++) {
      bytes.add(SmallUploads.uniqueBytes());
      uploads.add(client.open(bytes.get(i), "clip.mp4").expect(201).json());
    }
    var rows = STACK.database().count("select count(*) from video");
    var statuses = new CopyOnWriteArrayList<Integer>();
    STACK
        .relay()
        .setPolicy(
            body -> {
              var status = STACK.relay().post(STACK.replica(), body);
              statuses.add(status);
              return status;
            });

    STACK.database().kill();
    // Files don't pass through the application, so signed URLs work without it.
    for (var i = 0; i < uploads.size(); i++) {
      assertThat(client.put(uploads.get(i).get("put"), bytes.get(i))).isEqualTo(200);
      STACK.acknowledged().add(uploads.get(i).get("key").asText(), bytes.get(i));
    }
    assertUnavailable(client.open(SmallUploads.uniqueBytes(), "clip.mp4"));
    assertUnavailable(client.get("/api/videos"));
    Eventually.holds("the webhook has responded", TIMEOUT, () -> statuses.contains(503));
    Eventually.elapses(FaultSuiteSettings.outageDuration());
    assertThat(statuses).containsOnly(503);
    STACK.database().start();

    var expected = rows + uploads.size();
    Eventually.holds(
        "the store's queue has drained",
        TIMEOUT,
        () -> STACK.database().count("select count(*) from video") == expected);
    STACK.reportResult(
        "down for %d s: webhook 503, API 503 with Retry-After; then all %d notifications arrived",
        FaultSuiteSettings.outageDuration().toSeconds(), uploads.size());
  }

  @Test
  @Tag("quick")
  @Fault("the database fails over to a standby that is promoted later")
  void recoversFromAFailover() throws Exception {
    STACK.relay().forwardTo(STACK.replica());
    var client = TolerantClient.of("creator", STACK.replica());
    var bytes = SmallUploads.uniqueBytes();
    var upload = client.open(bytes, "clip.mp4").expect(201).json();
    var statuses = new CopyOnWriteArrayList<Integer>();
    STACK
        .relay()
        .setPolicy(
            body -> {
              var status = STACK.relay().post(STACK.replica(), body);
              statuses.add(status);
              return status;
            });

    STACK.database().failOver(true);
    assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
    STACK.acknowledged().add(upload.get("key").asText(), bytes);
    Eventually.holds("reads succeed", () -> isSuccess(client, "/api/videos"));
    assertUnavailable(client.open(SmallUploads.uniqueBytes(), "clip.mp4"));
    Eventually.holds("the webhook has responded", TIMEOUT, () -> statuses.contains(503));
    Eventually.elapses(FaultSuiteSettings.outageDuration());
    assertThat(statuses).containsOnly(503);
    STACK.database().failOver(false);

    Eventually.holds(
        "the notification is processed",
        TIMEOUT,
        () -> STACK.database().countCatalogued(keysOf(List.of(upload))) == 1);
    STACK.reportResult(
        "read-only for %d s: lists served, changes and webhook 503 with Retry-After; then"
            + " the notification arrived",
        FaultSuiteSettings.outageDuration().toSeconds());
  }

  @Test
  @Tag("quick")
  @Fault("SIGTERM under load")
  void finishesRequestsInFlightOnShutdown() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var before = STACK.database().count("select count(*) from upload");
    // The proxy sees the text of a statement only when it is prepared, so connections must be new.
    STACK.replica().terminate();
    STACK.replica().start();
    // Each request waits where its session is looked up, until all requests have arrived there.
    var arrived = new CountDownLatch(REQUESTS_IN_FLIGHT);
    var release = new CountDownLatch(1);
    STACK
        .databaseProxy()
        .setInterceptor(
            (direction, bytes) -> {
              if (direction == TcpInterceptor.Direction.TO_SERVER
                  && TcpInterceptor.contains(bytes, "token_hash=")) {
                arrived.countDown();
                await(release);
              }
              return bytes;
            });
    var responses =
        IntStream.range(0, REQUESTS_IN_FLIGHT)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> statusOfOpen(client), THREADS))
            .toList();
    await(arrived);
    var replica = STACK.replica();
    var exitCode = CompletableFuture.supplyAsync(replica::terminate, THREADS);
    Eventually.elapses(SHUTDOWN_OBSERVATION_TIME);
    assertThat(exitCode).isNotDone();
    release.countDown();

    var statuses = responses.stream().map(CompletableFuture::join).toList();
    STACK.databaseProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.replica().start();
    assertThat(statuses).containsOnly(201);
    assertThat(STACK.database().count("select count(*) from upload") - before)
        .isEqualTo(REQUESTS_IN_FLIGHT);
    assertThat(exitCode.join()).isIn(0, 143);
    STACK.reportResult("%d requests in flight, all answered 201", REQUESTS_IN_FLIGHT);
  }

  @Test
  @Fault("the store does not respond")
  void respondsWhileTheStoreIsUnresponsive() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var upload = storeFile(client);
    STACK.storeProxy().setInterceptor(TcpInterceptor.DISCARD);

    var startedAt = Instant.now();
    assertUnavailable(client.complete(upload.get("id").asText()));
    var duration = Duration.between(startedAt, Instant.now());

    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
    assertThat(client.get("/api/me").status()).isEqualTo(200);
    STACK.reportResult("503 with Retry-After after %d s", duration.toSeconds());
  }

  @Test
  @Fault("the database does not respond")
  void respondsWhileTheDatabaseIsUnresponsive() throws Exception {
    STACK.relay().forwardTo(STACK.replica());
    var client = TolerantClient.of("creator", STACK.replica());
    var bytes = SmallUploads.uniqueBytes();
    var upload = client.open(bytes, "clip.mp4").expect(201).json();
    STACK.databaseProxy().setInterceptor(TcpInterceptor.DISCARD);
    assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
    STACK.acknowledged().add(upload.get("key").asText(), bytes);

    var startedAt = Instant.now();
    assertUnavailable(client.get("/api/videos"));
    var duration = Duration.between(startedAt, Instant.now());

    STACK.databaseProxy().cut();
    STACK.databaseProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.databaseProxy().restore();
    Eventually.holds(
        "the notification is processed",
        TIMEOUT,
        () -> STACK.database().countCatalogued(keysOf(List.of(upload))) == 1);
    STACK.reportResult(
        "503 with Retry-After after %d s; then the notification arrived", duration.toSeconds());
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("The requests did not arrive in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static int statusOfOpen(TolerantClient client) {
    try {
      return client.open(SmallUploads.uniqueBytes(), "clip.mp4").status();
    } catch (IOException lost) {
      return 0;
    }
  }

  private static boolean isSuccess(TolerantClient client, String path) {
    try {
      return client.get(path).status() == 200;
    } catch (IOException lost) {
      return false;
    }
  }

  private static void assertUnavailable(TolerantClient.Response response) {
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers()).containsKey("retry-after");
    assertThat(response.text("code")).isNotBlank();
  }

  private static JsonNode storeFile(TolerantClient client) throws IOException {
    var bytes = SmallUploads.uniqueBytes();
    var upload = client.open(bytes, "clip.mp4").expect(201).json();
    assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
    STACK.acknowledged().add(upload.get("key").asText(), bytes);
    return upload;
  }

  private static Set<String> keysOf(List<JsonNode> uploads) {
    return uploads.stream().map(upload -> upload.get("key").asText()).collect(Collectors.toSet());
  }
}
