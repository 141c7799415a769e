package dev.slipway.admin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to videos, the tables contain what counting all videos returns. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class RollupTest {
  private static final String MINE = " object_key like 'videos/rolled-up/%'";

  /** Each is made to random rows. */
  private static final List<String> CHANGES =
      List.of(
          "status = case when deleted_at is null then 'REJECTED' else status end,"
              + " rejection = 'MALWARE'",
          "status = case when deleted_at is null then 'REJECTED' else status end,"
              + " rejection = 'TRUNCATED'",
          "status = 'DELETED', deleted_at = now(), cleanup_at = now()",
          "status = 'DELETED', deleted_at = now(), cleanup_at = null",
          "cleanup_at = null",
          "cleanup_at = now(), cleanup_attempts = cleanup_attempts + 1",
          "delete_after = now()",
          "delete_after = null",
          "missing_since = now()",
          "missing_since = null",
          "owner = 'creator'",
          "owner = null",
          "size = size + 7",
          "latest = not latest",
          "title = 'Another'",
          "stored_at = stored_at + interval '5 hours'",
          "catalogued_at = catalogued_at + interval '3 seconds'",
          "stored_by = 'COMPLETION'");

  /** Each table, and the same counted without it. */
  private static final List<String[]> EXPECTED =
      List.of(
          new String[] {
            "select day, videos, bytes, reconciled, rejected from dashboard_day where videos <> 0",
            "select cast(stored_at at time zone 'UTC' as date), count(*), sum(size), count(*) filter"
                + " (where stored_by = 'RECONCILE'), count(rejection) from video group by 1"
          },
          new String[] {
            "select day, reason, videos from dashboard_rejection where videos <> 0",
            "select cast(stored_at at time zone 'UTC' as date), rejection, count(*) from video"
                + " where rejection is not null group by 1, 2"
          },
          new String[] {
            "select day, sum(videos) from dashboard_lag group by 1 having sum(videos) <> 0",
            "select cast(stored_at at time zone 'UTC' as date), count(*) from video group by 1"
          },
          new String[] {
            "select owner, videos, bytes, trash_videos, trash_bytes from dashboard_account"
                + " where videos <> 0",
            "select coalesce(owner, ''), count(*), sum(size), count(*) filter (where trashed),"
                + " coalesce(sum(size) filter (where trashed), 0) from (select *,"
                + " delete_after is not null or deleted_at is not null as trashed from video"
                + " where latest and missing_since is null"
                + " and not (deleted_at is not null and cleanup_at is null)) v group by 1"
          },
          new String[] {
            "select videos, bytes, trash_videos, trash_bytes from dashboard_state",
            "select coalesce(sum(videos), 0), coalesce(sum(bytes), 0),"
                + " coalesce(sum(trash_videos), 0), coalesce(sum(trash_bytes), 0)"
                + " from dashboard_account"
          });

  @Inject Rollup rollup;
  @Inject RollupWorker worker;
  @Inject EntityManager database;

  @AfterEach
  void deleteVideos() {
    execute("delete from video where" + MINE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void countsRandomChangesThatHappenBetweenBatches(long seed) {
    var random = new Random(seed);
    insert(0, 60);
    rollup.reset();
    for (var step = 1; step <= 40; step++) {
      switch (random.nextInt(6)) {
        case 0 -> rollup.countVideos(1 + random.nextInt(30));
        case 1 -> rollup.addChanges(1 + random.nextInt(20), Instant.now());
        case 2 -> insert(100 * step, 5);
        case 3 -> execute("delete from video where" + MINE + someOf(random, 20));
        default -> change(random);
      }
    }

    assertComplete();
  }

  /** The first count doesn't see it, and the record of the change is committed afterwards. */
  @Test
  void countsAChangeThatWasNotCommittedDuringTheFirstCount() {
    insert(0, 30);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              run("update video set size = size + 1000, owner = 'creator' where" + MINE);
              run(insertion(200, 5));
              rollup.reset();
              worker.update(7);
            });

    assertComplete();
  }

  @Test
  void countsEachChangeOnceOnSeveralReplicas() {
    insert(0, 50);
    rollup.reset();
    var replicas =
        Stream.generate(
                () ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (var i = 0; i < 30; i++) {
                            worker.update(4);
                          }
                        }))
            .limit(3);
    var changes =
        CompletableFuture.runAsync(
            () -> {
              var random = new Random(7);
              for (var step = 1; step <= 60; step++) {
                change(random);
                insert(100 * step, 1);
              }
            });
    Stream.concat(replicas, Stream.of(changes)).toList().forEach(CompletableFuture::join);

    assertComplete();
  }

  @Test
  void anotherProcessDoesNotWaitForTheOneThatWorks() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              database
                  .createNativeQuery("select 1 from dashboard_state for update")
                  .getSingleResult();

              assertThat(rollup.addChanges(10, Instant.now())).isEmpty();
              assertThat(rollup.countVideos(10)).isFalse();
            });
  }

  @Test
  void saysUntilWhenAllIsCounted() {
    insert(0, 5);
    rollup.reset();
    assertThat(rollup.asOf()).isNull();
    var now = Instant.parse("2030-01-01T00:00:00Z");
    while (rollup.countVideos(1000)) {
      // Until all videos are counted.
    }
    change(new Random(1));
    execute("update video set size = size + 1 where" + MINE);
    assertThat(rollup.addChanges(1, now)).hasValue(1);
    assertThat(rollup.asOf()).isNotEqualTo(now);

    rollup.addChanges(1000, now);

    assertThat(rollup.asOf()).isEqualTo(now);
    assertComplete();
  }

  /** Most updates of a video, such as of its title or state, change no number. */
  @Test
  void recordsOnlyChangesThatMatter() {
    insert(0, 1);
    worker.update(1000);
    var before = lastChange();

    execute(
        "update video set title = 'Other', status = 'READY', version = version + 1,"
            + " visibility = 'PUBLIC' where"
            + MINE);

    assertThat(lastChange()).isEqualTo(before);
    execute("update video set size = size + 1 where" + MINE);
    assertThat(lastChange()).isGreaterThan(before);
  }

  @Test
  void assignsVideosToDaysInUtc() {
    insert(0, 2);
    executeInAuckland(
        "update video set stored_at = case when object_key like '%/1' then"
            + " timestamptz '2098-05-01T23:59:59.999999Z' else timestamptz '2098-05-02T00:00:00Z'"
            + " end where"
            + MINE);
    worker.update(1000);

    assertThat(
            query(
                "select cast(day as text) from dashboard_day where day > '2098-01-01'"
                    + " and day < '2099-01-01' and videos = 1 order by day"))
        .containsExactly("2098-05-01", "2098-05-02");
    assertComplete();
  }

  /**
   * Videos of other tests may change while the tables are compared, so a difference must remain.
   */
  private void assertComplete() {
    var differences = differences();
    for (var attempt = 1; attempt < 5 && !differences.isEmpty(); attempt++) {
      differences = differences();
    }
    assertThat(differences).isEmpty();
  }

  private List<String> differences() {
    complete();
    return EXPECTED.stream()
        .flatMap(pair -> Stream.of(pair[0] + " except " + pair[1], pair[1] + " except " + pair[0]))
        .flatMap(
            both ->
                query("select cast(d as text) from (" + both + ") d").stream()
                    .map(row -> both + ": " + row))
        .toList();
  }

  /** The background task may be at work, so that one call need not complete the tables. */
  private void complete() {
    do {
      worker.update(50);
    } while (number("select count(*) from dashboard_change") > 0
        || number("select count(*) from dashboard_state where counted_to = '~'") == 0);
  }

  private void change(Random random) {
    execute(
        "update video set "
            + CHANGES.get(random.nextInt(CHANGES.size()))
            + " where"
            + MINE
            + someOf(random, 3));
  }

  /** A condition that one of n rows fulfils. */
  private static String someOf(Random random, int n) {
    return " and mod(abs(hashtext(id || '%d')), %d) = 0".formatted(random.nextInt(1000), n);
  }

  private void insert(int from, int count) {
    execute(insertion(from, count));
  }

  private static String insertion(int from, int count) {
    return "insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,"
        + " status, visibility, size, etag, stored_at, stored_by, catalogued_at, version)"
        + " select translate(substr(md5('r' || i), 1, 25), '0189', 'ghij') || 'a',"
        + " 'slipway-videos', 'videos/rolled-up/' || i, 1, true, case when i % 5 > 0 then"
        + " 'creator2' end, 'r', 'r', 'PROCESSING', 'PRIVATE', i % 90, 'e',"
        + " timestamptz '2099-03-01T00:00:00Z' + i * interval '7 hours',"
        + " case when i % 4 = 0 then 'RECONCILE' else 'NOTIFICATION' end,"
        + " timestamptz '2099-03-01T00:00:00Z' + i * interval '7 hours 1 second', 0"
        + (" from generate_series(%d + 1, %d) i".formatted(from, from + count));
  }

  private long lastChange() {
    return number("select last_value from dashboard_change_id_seq");
  }

  private long number(String sql) {
    return ((Number) query(sql).get(0)).longValue();
  }

  @SuppressWarnings("unchecked")
  private List<Object> query(String sql) {
    return QuarkusTransaction.requiringNew()
        .call(() -> database.createNativeQuery(sql).getResultList());
  }

  /** In a session of another time zone. */
  private void executeInAuckland(String sql) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              run("set local time zone 'Pacific/Auckland'");
              run(sql);
            });
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> run(sql));
  }

  private void run(String sql) {
    database.createNativeQuery(sql).executeUpdate();
  }
}
