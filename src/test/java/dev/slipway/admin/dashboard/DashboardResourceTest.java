package dev.slipway.admin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.inbox.InboxService;
import dev.slipway.processing.MediaJobs;
import dev.slipway.reconcile.Reconciliations;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.uploads.UploadQueries;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class DashboardResourceTest {
  @Inject RollupQueries queries;
  @Inject Rollup rollup;
  @Inject RollupWorker worker;
  @Inject InboxService inbox;
  @Inject MediaJobs jobs;
  @Inject UploadQueries uploads;
  @Inject Reconciliations reconciliations;
  @Inject CurrentAccount caller;
  @Inject AuditLog audit;
  @Inject EntityManager database;

  private final ApiClient admin = ApiClient.as("admin");

  @AfterEach
  void deleteVideos() {
    execute("delete from video where object_key like 'videos/dashboard/%'");
    execute("delete from account where name like 'stored%'");
  }

  @Test
  void countsAnUploadToday() {
    worker.update(1000);
    var before = admin.request().get("/api/dashboard").jsonPath();
    ApiClient.as("creator").upload("clip.mp4", Mp4Header.bytes(900, 4));
    worker.update(1000);

    var after = admin.request().get("/api/dashboard").then().statusCode(200).extract().jsonPath();

    assertThat(after.getInt("days")).isEqualTo(30);
    assertThat(after.getList("byDay")).hasSize(30);
    assertThat(after.getInt("byDay[29].numbers.videos")).isPositive();
    assertThat(after.getLong("total.videos")).isGreaterThan(before.getLong("total.videos"));
    assertThat(after.getLong("total.bytes")).isGreaterThan(before.getLong("total.bytes"));
    assertThat(after.getLong("total.lag.p50Millis")).isPositive();
    assertThat(after.getLong("storage.total.videos"))
        .isGreaterThan(before.getLong("storage.total.videos"));
    assertThat(after.getString("asOf")).isNotNull();
    assertThat(after.getInt("countedPercent")).isEqualTo(100);
    assertThat(after.getList("storage.accounts.owner")).contains("creator");
    assertThat(after.getBoolean("pendingChangesIsExact")).isTrue();
    assertThat(after.getMap("inbox"))
        .containsKeys("waiting", "oldestReceivedAt", "dead")
        .containsEntry("waitingIsExact", true)
        .containsEntry("deadIsExact", true);
    assertThat(after.getMap("jobs"))
        .containsKeys("queued", "running", "dead")
        .containsEntry("queuedIsExact", true)
        .containsEntry("runningIsExact", true)
        .containsEntry("deadIsExact", true);
    assertThat(after.getMap("openUploads"))
        .containsKeys("count", "bytes")
        .containsEntry("countIsExact", true);
  }

  @Test
  void countsOpenUploads() {
    var before = uploads.countOpen(10_000);
    for (var i = 0; i < 2; i++) {
      ApiClient.as("creator")
          .request()
          .contentType("application/json")
          .body(Map.of("fileName", "open.mp4", "contentType", "video/mp4", "size", 123_456))
          .post("/api/uploads")
          .then()
          .statusCode(201);
    }

    var after = uploads.countOpen(10_000);

    assertThat(after.count()).isGreaterThan(before.count());
    assertThat(after.countIsExact()).isTrue();
    assertThat(after.bytes()).isGreaterThanOrEqualTo(before.bytes() + 2 * 123_456);
    assertThat(uploads.countOpen(1).count()).isEqualTo(1);
    assertThat(uploads.countOpen(1).countIsExact()).isFalse();
  }

  /** After a return from a newer version. */
  @Test
  void countsReasonsThatItDoesNotKnow() {
    execute("insert into dashboard_rejection values ('2003-02-05', 'TOO_LOUD', 2)");
    try {
      var board = dashboardsAt("2003-02-08T12:00:00Z").find(7L);

      assertThat(board.rejections()).containsExactly(new Dashboard.RejectionCount("too-loud", 2));
    } finally {
      execute("delete from dashboard_rejection where reason = 'TOO_LOUD'");
    }
  }

  /** In years without other videos: the first and the last moment of the period, and beyond. */
  @Test
  void containsTheDaysOfThePeriodInUtc() {
    insert(1, "2003-02-01T23:59:59.999999Z", "NOTIFICATION", "null", "1 second");
    insert(2, "2003-02-02T00:00:00Z", "RECONCILE", "null", "3 hours");
    insert(3, "2003-02-08T23:59:59Z", "NOTIFICATION", "'TOO_LONG'", "1 second");
    insert(4, "2003-02-09T00:00:00Z", "NOTIFICATION", "null", "1 second");
    worker.update(1000);

    var board = dashboardsAt("2003-02-08T12:00:00Z").find(7L);

    assertThat(board.from()).isEqualTo("2003-02-02");
    assertThat(board.to()).isEqualTo("2003-02-08");
    assertThat(board.byDay()).extracting(Dashboard.Day::day).hasSize(7).isSorted();
    assertThat(board.byDay())
        .extracting(day -> day.numbers().videos())
        .containsExactly(1L, 0L, 0L, 0L, 0L, 0L, 1L);
    assertThat(board.total().videos()).isEqualTo(2);
    assertThat(board.total().bytes()).isEqualTo(5);
    assertThat(board.total().reconciled()).isEqualTo(1);
    assertThat(board.total().rejected()).isEqualTo(1);
    assertThat(board.rejections()).containsExactly(new Dashboard.RejectionCount("too-long", 1));
    assertThat(board.total().lag().p50Millis()).isBetween(1000L, 1091L);
    assertThat(board.total().lag().p95Millis()).isBetween(10_800_000L, 11_782_800L);
  }

  @Test
  void isEmptyWithoutVideos() {
    var board = dashboardsAt("2001-06-30T12:00:00Z").find(90L);

    assertThat(board.byDay()).hasSize(90);
    assertThat(board.total()).isEqualTo(Dashboard.Numbers.NONE);
    assertThat(board.rejections()).isEmpty();
  }

  /** Beyond twenty accounts, the sum of the others. */
  @Test
  void listsTheAccountsWithTheMostBytes() {
    execute(
        "insert into account (name, role, demo, created_at) select 'stored' || i, 'CREATOR', false,"
            + " now() from generate_series(1, 25) i on conflict do nothing");
    for (var i = 1; i <= 25; i++) {
      insert(i, "2003-02-05T00:00:00Z", "NOTIFICATION", "null", "1 second");
      execute(
          ("update video set owner = 'stored%d', size = %d where object_key ="
                  + " 'videos/dashboard/%d'")
              .formatted(i, 1_000_000_000_000L + i, i));
    }
    worker.update(1000);

    var storage = dashboardsAt("2003-02-08T12:00:00Z").find(null).storage();

    assertThat(storage.accounts())
        .extracting(Dashboard.AccountStorage::owner)
        .hasSize(20)
        .startsWith("stored25", "stored24")
        .endsWith("stored6");
    assertThat(storage.rest().videos()).isGreaterThanOrEqualTo(5);
    assertThat(storage.rest().bytes()).isGreaterThan(5_000_000_000_000L);
    assertThat(
            storage.accounts().stream().mapToLong(account -> account.stored().bytes()).sum()
                + storage.rest().bytes())
        .isEqualTo(storage.total().bytes());
  }

  @Test
  void rebuildsAndRecordsWhoAskedForIt() {
    admin
        .request()
        .contentType("application/json")
        .post("/api/dashboard/rebuild")
        .then()
        .statusCode(202);
    worker.update(1000);

    admin.request().get("/api/dashboard").then().body("asOf", notNullValue());
    assertThat(QuarkusTransaction.requiringNew().call(() -> audit.historyOf("dashboard").entries()))
        .extracting(AuditEntry::action, AuditEntry::actor)
        .contains(tuple("dashboard.rebuilt", "admin"));
  }

  @Test
  void saysHowFarTheFirstCountIs() {
    assertThat(Dashboards.percent("")).isZero();
    assertThat(Dashboards.percent("2".repeat(26))).isZero();
    assertThat(Dashboards.percent("j".repeat(26))).isBetween(40, 60);
    assertThat(Dashboards.percent("z".repeat(26))).isEqualTo(99);
    assertThat(Dashboards.percent(Rollup.END)).isEqualTo(100);
  }

  @Test
  void rejectsOtherPeriodsAndOtherRoles() {
    for (var days : new String[] {"8", "0", "-7", "4294967303", "many"}) {
      admin
          .request()
          .get("/api/dashboard?days={days}", days)
          .then()
          .statusCode(400)
          .body("code", equalTo("invalid-request"))
          .body("detail", containsString("'days'"));
    }
    for (var days : Dashboards.PERIODS) {
      admin.request().get("/api/dashboard?days=" + days).then().body("byDay", hasSize(days));
    }
    ApiClient.as("creator").request().get("/api/dashboard").then().statusCode(403);
    ApiClient.anonymous().request().get("/api/dashboard").then().statusCode(401);
  }

  private Dashboards dashboardsAt(String time) {
    var clock = Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
    return new Dashboards(
        queries, rollup, inbox, jobs, uploads, reconciliations, caller, audit, clock);
  }

  private void insert(int number, String storedAt, String by, String rejection, String lag) {
    execute(
        ("insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,"
                + " status, rejection, visibility, size, etag, stored_at, stored_by, catalogued_at,"
                + " version) values (translate(substr(md5('d%1$d'), 1, 25), '0189', 'ghij') || 'a',"
                + " 'slipway-videos', 'videos/dashboard/%1$d', 1, true, 'creator2', 'd', 'd',"
                + " case when %4$s is null then 'READY' else 'REJECTED' end, %4$s, 'PRIVATE', %1$d,"
                + " 'e', timestamptz '%2$s', '%3$s', timestamptz '%2$s' + interval '%5$s', 0)")
            .formatted(number, storedAt, by, rejection, lag));
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(sql).executeUpdate());
  }
}
