package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bulk job runs while the application fails. */
@Tag("faults")
class BulkJobFaultsTest {
  private static final int VIDEOS = FaultSuiteSettings.scale(3_000, 100_000);
  private static final int KILLS = FaultSuiteSettings.scale(2, 5);
  private static final Duration TIMEOUT = Duration.ofMinutes(FaultSuiteSettings.scale(3, 30));

  /** With a short lease, so that the test doesn't wait for the lease of a killed worker. */
  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_RECONCILE_EVERY", "0S",
              "SLIPWAY_RECONCILE_AT_START", "false",
              "SLIPWAY_BULK_LEASE", "5S"));

  @Test
  @Tag("quick")
  @Fault("kill -9 several times while a bulk job changes videos")
  void changesEveryVideoOnce() throws Exception {
    insertVideos();
    var client = TolerantClient.of("admin", STACK.replica());
    var job =
        client
            .post(
                "/api/videos/jobs",
                Map.of("action", "visibility", "visibility", "unlisted", "filter", "q=bulkfault"))
            .expect(202)
            .json()
            .get("id")
            .asLong();

    for (var kill = 1; kill <= KILLS; kill++) {
      var limit = (long) VIDEOS * kill / (KILLS + 1);
      Eventually.holds("the job progresses", TIMEOUT, () -> changed() >= limit);
      Eventually.elapses(Duration.ofMillis(ThreadLocalRandom.current().nextInt(100)));
      STACK.replica().kill();
      assertThat(changed()).isLessThan(VIDEOS);
      STACK.replica().start();
    }
    Eventually.holds("the job is done", TIMEOUT, () -> get(client, job).get("endedAt").isTextual());

    var result = get(client, job);
    assertThat(result.get("status").asText()).isEqualTo("done");
    assertThat(result.get("matched").asInt()).isEqualTo(VIDEOS);
    assertThat(result.get("changed").asInt()).isEqualTo(VIDEOS);
    assertThat(changed()).isEqualTo(VIDEOS);
    assertThat(
            count(
                "select count(*) from (select subject from audit_entry where action = 'video.edited'"
                    + " and detail like 'visibility unlisted %' group by subject having count(*) = 1) e"))
        .isEqualTo(VIDEOS);
    assertThat(
            count(
                "select count(*) from audit_entry where action = 'video.edited'"
                    + " and detail like 'visibility unlisted %'"))
        .isEqualTo(VIDEOS);
    execute("delete from video where object_key like 'videos/bulkfault/%'");
    STACK.reportResult("%,d videos, %d kills; each changed and audited once", VIDEOS, KILLS);
  }

  /** In a bucket of their own: the invariants are about the objects in the configured one. */
  private static void insertVideos() {
    execute(
        """
        insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,
          status, visibility, size, etag, stored_at, stored_by, catalogued_at, version)
        select translate(substr(md5('bulkfault' || i), 1, 25), '0189', 'ghij') || 'e',
          'slipway-bulk-test', 'videos/bulkfault/' || i, 1, true, 'creator', 'bulkfault ' || i,
          'b', 'READY', 'PRIVATE', 10, 'e', now() - i * interval '1 s', 'NOTIFICATION', now(), 0
        from generate_series(1, %d) i
        """
            .formatted(VIDEOS));
  }

  /** Without the triggers of the suite: the application doesn't know of these changes. */
  private static void execute(String sql) {
    STACK.database().execute("set session_replication_role = 'replica'; " + sql);
  }

  private static JsonNode get(TolerantClient client, long job) {
    try {
      return client.get("/api/videos/jobs/" + job).expect(200).json();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long changed() {
    return count(
        "select count(*) from video where object_key like 'videos/bulkfault/%'"
            + " and visibility = 'UNLISTED'");
  }

  private static long count(String sql) {
    return STACK.database().count(sql);
  }
}
