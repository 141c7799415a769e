package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.faults.TcpInterceptor.Direction;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Videos are deleted while the application, the store or a notification fails. */
@Tag("faults")
class DeletionFaultsTest {
  private static final int REPETITIONS = FaultSuiteSettings.scale(1, 20);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** With a short lease, so that the test doesn't wait for the lease of a killed worker. */
  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_RECONCILE_EVERY", "0S",
              "SLIPWAY_RECONCILE_AT_START", "false",
              "SLIPWAY_NOTIFICATIONS_LEASE", "5S",
              "SLIPWAY_TRASH_START_DELAY", "0S",
              "SLIPWAY_STORE_TIMEOUT", "1S",
              "SLIPWAY_TRASH_LEASE", "10S"));

  @AfterEach
  void restore() {
    STACK.databaseProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.relay().forwardTo(STACK.replica());
  }

  @Test
  @Tag("quick")
  @Fault("an object is stored again while it is purged, and no notification arrives")
  void removesAnObjectThatIsStoredAgainDuringThePurge() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var before = usedBytes(client);
    var bytes = SmallUploads.uniqueBytes();
    var upload = client.open(bytes, "clip.mp4").expect(201).json();
    assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
    client.complete(upload.get("id").asText()).expect(200);
    STACK.relay().dropAll();
    var status = new AtomicInteger();
    // The derived files are listed after the removal of the object.
    STACK
        .storeProxy()
        .setInterceptor(
            TcpInterceptor.runBefore(
                Direction.TO_SERVER,
                "GET /slipway-derived",
                () -> status.set(client.put(upload.get("put"), bytes))));

    assertThat(delete(client, upload, "?permanently=true")).isEqualTo(204);

    Eventually.holds("the video is purged", TIMEOUT, () -> isSettled(upload));
    assertThat(status).hasValue(200);
    assertThat(STACK.bucket().list()).doesNotContainKey(upload.get("key").asText());
    assertThat(usedBytes(client)).isEqualTo(before);
    STACK.reportResult("removed in a second attempt; the quota was returned once");
  }

  @Test
  @Fault("kill -9 when a video is moved to the trash")
  void survivesAKillWhenTrashed() throws Exception {
    var slowest = killRepeatedly(STACK.databaseProxy(), "video.trashed", "");
    STACK.reportResult("%d times; in the trash with a marker at most %s", REPETITIONS, slowest);
  }

  @Test
  @Fault("kill -9 when the marker of the trash is written")
  void survivesAKillWhenTheMarkerIsWritten() throws Exception {
    var slowest = killRepeatedly(STACK.storeProxy(), "PUT /slipway-derived/videos/.deleted/", "");
    STACK.reportResult("%d times; in the trash with a marker at most %s", REPETITIONS, slowest);
  }

  @Test
  @Fault("kill -9 when the tombstone is written")
  void survivesAKillWhenDeleted() throws Exception {
    reportPurged(killRepeatedly(STACK.databaseProxy(), "video.deleted", "?permanently=true"));
  }

  @Test
  @Tag("quick")
  @Fault("kill -9 when the object of a deleted video is removed")
  void survivesAKillWhenTheObjectIsRemoved() throws Exception {
    reportPurged(
        killRepeatedly(STACK.storeProxy(), "DELETE /slipway-videos/videos/", "?permanently=true"));
  }

  @Test
  @Fault("kill -9 when the removal is recorded and the quota returned")
  void survivesAKillWhenTheRemovalIsRecorded() throws Exception {
    reportPurged(killRepeatedly(STACK.databaseProxy(), "video.purged", "?permanently=true"));
  }

  @Test
  @Tag("quick")
  @Fault("the store is down when a video is deleted")
  void deletesWhenTheStoreReturns() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var before = usedBytes(client);
    var video = store(client);
    var trashed = store(client);

    STACK.store().kill();
    assertThat(delete(client, video, "?permanently=true")).isEqualTo(204);
    assertThat(delete(client, trashed, "")).isEqualTo(200);
    assertThat(usedBytes(client)).isGreaterThan(before + 1);
    Eventually.elapses(FaultSuiteSettings.outageDuration());
    assertThat(isSettled(video)).isFalse();
    STACK.store().start();

    Eventually.holds("the object is removed", TIMEOUT, () -> isSettled(video));
    Eventually.holds("the marker is written", TIMEOUT, () -> isSettled(trashed));
    assertThat(STACK.bucket().hasMarker(trashed.get("key").asText())).isTrue();
    assertThat(delete(client, trashed, "?permanently=true")).isEqualTo(204);
    assertThat(usedBytes(client)).isEqualTo(before);
    STACK.reportResult(
        "down for %d s: deleted at once for everybody; object removed and quota returned later",
        FaultSuiteSettings.outageDuration().toSeconds());
  }

  @Test
  @Tag("quick")
  @Fault("notifications of a deleted video arrive late, repeated and in between")
  void ignoresLateNotifications() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var before = usedBytes(client);
    var video = store(client);
    var key = video.get("key").asText();
    var created = STACK.relay().notificationsAbout(Set.of(key));
    // The creation is reported again exactly when the object is about to be removed.
    STACK
        .storeProxy()
        .setInterceptor(
            TcpInterceptor.runBefore(
                Direction.TO_SERVER, "DELETE /slipway-videos/videos/", () -> postAll(created)));

    assertThat(delete(client, video, "?permanently=true")).isEqualTo(204);
    Eventually.holds("the object is removed", TIMEOUT, () -> isSettled(video));
    for (var i = 0; i < 5; i++) {
      postAll(STACK.relay().notificationsAbout(key));
    }

    Eventually.holds("the inbox is empty", TIMEOUT, () -> STACK.database().isInboxEmpty());
    assertThat(STACK.bucket().list()).doesNotContainKey(key);
    assertThat(status(video)).isEqualTo("DELETED");
    assertThat(usedBytes(client)).isEqualTo(before);
    STACK.reportResult("no row and no object reappeared; the quota was returned once");
  }

  @Test
  @Tag("quick")
  @Fault("a video is deleted while a viewer plays it")
  void playingEndsWithTheObject() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var video = store(client);
    var path = "/api/videos/" + video.get("id").asText() + "/urls";
    var url = URI.create(client.post(path, Map.of("operation", "play")).expect(201).text("url"));

    assertThat(delete(client, video, "")).isEqualTo(200);
    // A signed URL can't be revoked, and the object is still there.
    assertThat(client.fetch(url).statusCode()).isEqualTo(200);
    assertThat(client.post(path, Map.of("operation", "play")).status()).isEqualTo(409);
    assertThat(delete(client, video, "?permanently=true")).isEqualTo(204);

    Eventually.holds("the object is removed", TIMEOUT, () -> isSettled(video));
    assertThat(client.fetch(url).statusCode()).isEqualTo(404);
    STACK.reportResult(
        "in the trash: no new URL, earlier ones work; deleted: earlier ones get 404");
  }

  @Test
  @Fault("two replicas empty the trash at once")
  void twoReplicasPurgeEachVideoOnce() throws Exception {
    var client = TolerantClient.of("creator2", STACK.replica());
    var before = usedBytes(client);
    var second = STACK.startReplica(Map.of());
    for (var i = 0; i < FaultSuiteSettings.scale(20, 200); i++) {
      assertThat(delete(client, store(client), "")).isEqualTo(200);
    }

    STACK
        .database()
        .execute(
            "update video set delete_after = now() - interval '1 minute'"
                + " where owner = 'creator2' and delete_after is not null and deleted_at is null");

    Eventually.holds(
        "everything is purged",
        TIMEOUT,
        () ->
            STACK
                    .database()
                    .count(
                        "select count(*) from video where owner = 'creator2' and"
                            + " (cleanup_at is not null or"
                            + " delete_after is not null and deleted_at is null)")
                == 0);
    assertThat(usedBytes(client)).isEqualTo(before);
    second.kill();
    STACK.reportResult("each video was deleted and purged once");
  }

  private void reportPurged(String slowest) {
    STACK.reportResult(
        "%d times; object removed and quota returned at most %s", REPETITIONS, slowest);
  }

  /** Kills the application when a text passes a proxy, and lets the client repeat its request. */
  private String killRepeatedly(TcpProxy proxy, String text, String query) throws Exception {
    var slowest = Duration.ZERO;
    for (var repetition = 0; repetition < REPETITIONS; repetition++) {
      var recoveryTime = killAndRecover(proxy, text, query, repetition % 2 == 0);
      slowest = recoveryTime.compareTo(slowest) > 0 ? recoveryTime : slowest;
    }
    return slowest.toSeconds() + " s after the restart";
  }

  private Duration killAndRecover(TcpProxy proxy, String text, String query, boolean immediately)
      throws Exception {
    STACK.relay().forwardTo(STACK.replica());
    var client = TolerantClient.of("creator", STACK.replica());
    var before = usedBytes(client);
    var video = store(client);
    var stored = usedBytes(client);
    var kill = new ReplicaKill(STACK.replica());
    proxy.setInterceptor(
        TcpInterceptor.runBefore(Direction.TO_SERVER, text, kill.action(immediately)));

    try {
      delete(client, video, query);
    } catch (IOException noResponse) {
      // Repeated after the restart.
    }
    kill.await(60);
    proxy.setInterceptor(TcpInterceptor.NONE);
    STACK.replica().start();
    var restartedAt = Instant.now();
    var permanently = !query.isEmpty();
    assertThat(delete(client, video, query)).isEqualTo(permanently ? 204 : 200);

    Eventually.holds("the store is in line", TIMEOUT, () -> isSettled(video));
    var key = video.get("key").asText();
    assertThat(status(video)).isEqualTo(permanently ? "DELETED" : "READY");
    assertThat(STACK.bucket().list().containsKey(key)).isEqualTo(!permanently);
    assertThat(STACK.bucket().hasMarker(key)).isEqualTo(!permanently);
    assertThat(usedBytes(client)).isEqualTo(permanently ? before : stored);
    assertThat(STACK.awaitInvariants()).isEmpty();
    return Duration.between(restartedAt, Instant.now());
  }

  /** Uploads a file and returns its upload when it is catalogued. */
  private static JsonNode store(TolerantClient client) throws IOException {
    var bytes = SmallUploads.uniqueBytes();
    var upload = client.open(bytes, "clip.mp4").expect(201).json();
    assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
    client.complete(upload.get("id").asText()).expect(200);
    return upload;
  }

  private static int delete(TolerantClient client, JsonNode video, String query)
      throws IOException {
    var path = "/api/videos/" + video.get("id").asText() + query;
    return client.send("DELETE", path, null, Map.of()).status();
  }

  private static void postAll(List<byte[]> notifications) throws IOException {
    for (var notification : notifications) {
      assertThat(STACK.relay().post(STACK.replica(), notification)).isBetween(200, 299);
    }
  }

  private static long usedBytes(TolerantClient client) throws IOException {
    return client.get("/api/me").expect(200).json().at("/quota/usedBytes").asLong();
  }

  private static boolean isSettled(JsonNode video) {
    return STACK
            .database()
            .count(
                "select count(*) from video where id = '%s' and cleanup_at is null"
                    .formatted(video.get("id").asText()))
        == 1;
  }

  private static String status(JsonNode video) {
    return (String)
        STACK
            .database()
            .query("select status from video where id = '%s'".formatted(video.get("id").asText()))
            .get(0)
            .get("status");
  }
}
