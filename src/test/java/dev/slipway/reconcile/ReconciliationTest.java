package dev.slipway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.sync.NotificationsMayBeLost;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.PausedStoreEvents;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reconciliation of lost notifications. Other tests leave drift behind, so counts are minimums. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ReconciliationTest implements PausedStoreEvents {
  private static final long NO_LIMIT = 1_000_000;

  @Inject ReconciliationQueue queue;
  @Inject ObjectStore store;
  @Inject EntityManager entities;
  @Inject ReconcileConfig config;
  @Inject AuditLog audit;
  @Inject Event<NotificationsMayBeLost> notificationsMayBeLost;

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient admin = ApiClient.as("admin");
  private final ReconciliationClient reconciliations = new ReconciliationClient();

  @Test
  void cataloguesObjectsWithoutANotification() {
    var id = creator.put("clip.mp4", Mp4Header.bytes(900, 3));

    var run = reconciliations.run(Map.of());

    creator
        .request()
        .get("/api/videos/{id}", id)
        .then()
        .statusCode(200)
        .body("status", equalTo("READY"))
        .body("storedBy", equalTo("reconcile"));
    assertThat(run.getLong("found.missed")).isPositive();
    assertThat(reconciliations.driftOutcome(run, "missed", key(id))).isEqualTo("repaired");
  }

  @Test
  void marksVideosWithoutAnObjectAsMissing() {
    var id = creator.upload("clip.mp4", Mp4Header.bytes(910, 3)).getString("id");
    store.remove(key(id));

    var run = reconciliations.run(Map.of("goneAllowed", NO_LIMIT));

    creator.request().get("/api/videos/{id}", id).then().body("playable", equalTo(false));
    assertThat(reconciliations.driftOutcome(run, "gone", key(id))).isEqualTo("repaired");
    assertThat(run.getString("status")).isEqualTo("DONE");
  }

  @Test
  void reportModeChangesNothing() {
    var missed = creator.put("clip.mp4", Mp4Header.bytes(920, 3));
    var gone = creator.upload("clip.mp4", Mp4Header.bytes(930, 3)).getString("id");
    store.remove(key(gone));

    var run = reconciliations.run(Map.of("mode", "report"));

    assertThat(reconciliations.driftOutcome(run, "missed", key(missed))).isEqualTo("reported");
    assertThat(reconciliations.driftOutcome(run, "gone", key(gone))).isEqualTo("reported");
    assertThat(run.getLong("repaired")).isZero();
    creator.request().get("/api/videos/{id}", missed).then().statusCode(404);
    creator.request().get("/api/videos/{id}", gone).then().body("playable", equalTo(true));
  }

  @Test
  void auditsWhoAskedForIt() {
    var id = reconciliations.run(Map.of("mode", "report", "deep", true)).getString("id");

    assertThat(audit.historyOf(id).entries())
        .filteredOn(entry -> entry.action().equals("reconciliation.asked"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.actor()).isEqualTo("admin");
              assertThat(entry.detail()).isEqualTo("report, deep");
            });
  }

  @Test
  void looksForObjectsWhoseNotificationsMayBeLost() {
    var id = creator.put("clip.mp4", Mp4Header.bytes(990, 3));
    var last = reconciliations.run(Map.of("mode", "report")).getLong("id");

    notificationsMayBeLost.fireAsync(new NotificationsMayBeLost());

    Eventually.holds("a reconciliation starts", () -> findReconnectAfter(last).isPresent());
    reconciliations.awaitEnd(findReconnectAfter(last).orElseThrow());
    creator.request().get("/api/videos/{id}", id).then().statusCode(200);
  }

  @Test
  void correctsSizeAlwaysAndChecksumOnlyWhenDeep() {
    var size = creator.upload("clip.mp4", Mp4Header.bytes(940, 3)).getString("id");
    var checksum = creator.upload("clip.mp4", Mp4Header.bytes(950, 3)).getString("id");
    update("update video set size = 1 where id = ?1", size);
    update("update video set checksum_sha256 = 'wrong' where id = ?1", checksum);

    var usual = reconciliations.run(Map.of());
    var deep = reconciliations.run(Map.of("deep", true));

    assertThat(reconciliations.driftOutcome(usual, "changed", key(size))).isEqualTo("repaired");
    assertThat(reconciliations.driftOutcome(deep, "changed", key(checksum))).isEqualTo("repaired");
    creator.request().get("/api/videos/{id}", size).then().body("size", equalTo(940));
  }

  @Test
  void secondRunFindsNoDrift() {
    creator.put("clip.mp4", Mp4Header.bytes(960, 3));
    reconciliations.run(Map.of("goneAllowed", NO_LIMIT));

    var again = reconciliations.run(Map.of("goneAllowed", NO_LIMIT));

    assertThat(again.getMap("found").values()).containsOnly(0);
    assertThat(again.getLong("agreed")).isPositive();
  }

  @Test
  void resumesAfterAWorkerDied() {
    creator.put("clip.mp4", Mp4Header.bytes(970, 3));
    var id = insertRunning(Duration.ZERO);

    var run = reconciliations.awaitEnd(id);

    // No key follows the saved position, and the counts from before the crash remain.
    assertThat(run.getLong("objects")).isEqualTo(42);
    assertThat(run.getString("status")).isEqualTo("DONE");
  }

  @Test
  void comparesNothingAgainIfAWorkerDiedAfterTheComparison() {
    creator.put("clip.mp4", Mp4Header.bytes(980, 3));
    var id = insertRunning(Duration.ofHours(1));
    update("update reconciliation set position = null, compared = true where id = ?1", id);
    update("update reconciliation set lease_until = now() where id = ?1", id);

    var run = reconciliations.awaitEnd(id);

    assertThat(run.getLong("objects")).isEqualTo(42);
    assertThat(run.getLong("found.missed")).isZero();
    assertThat(run.getString("status")).isEqualTo("DONE");
  }

  @Test
  void aPageOfDriftBeginsAfterTheLastOne() {
    var id = insertRunning(Duration.ofHours(1));
    try {
      insertDrift(id, 250);

      var pages = new ArrayList<JsonPath>();
      var seen = new ArrayList<String>();
      Object after = null;
      do {
        var page = reconciliations.driftPage(id, after);
        pages.add(page);
        seen.addAll(page.getList("items.key"));
        after = page.get("next");
      } while (after != null && pages.size() < 5);

      assertThat(pages).hasSize(3);
      assertThat(seen).hasSize(250).doesNotHaveDuplicates();
    } finally {
      update("update reconciliation set lease_until = now() where id = ?1", id);
    }
    reconciliations.awaitEnd(id);
  }

  @Test
  void runsOneAtATime() {
    var first = insertRunning(Duration.ofHours(1));
    long second;
    try {
      second = reconciliations.request(Map.of("mode", "report"));
      assertThat(queue.claim()).isEmpty();
    } finally {
      update("update reconciliation set lease_until = now() where id = ?1", first);
    }

    var ended = Instant.parse(reconciliations.awaitEnd(first).getString("endedAt"));
    var started = Instant.parse(reconciliations.awaitEnd(second).getString("startedAt"));

    assertThat(started).isAfterOrEqualTo(ended);
  }

  @Test
  void theApplicationEnqueuesNoSecondOne() {
    var first = insertRunning(Duration.ofHours(1));
    try {
      queue.enqueue(Reconciliation.Cause.RECONNECT);
      queue.enqueue(Reconciliation.Cause.SCHEDULE);

      assertThat(Reconciliation.<Reconciliation>list("state = WAITING and id > ?1", first))
          .extracting(row -> row.cause)
          .containsExactly(Reconciliation.Cause.RECONNECT);
    } finally {
      update("delete from reconciliation where id >= ?1", first);
    }
  }

  /** After its lease expired and another worker claimed the reconciliation. */
  @Test
  void ignoresAWorkerThatLostItsLease() {
    var id = insertRunning(Duration.ofHours(1));
    var lost = new Lease(id, "here", ReconciliationRequest.DEFAULT, null, false, null);
    try {
      assertThatThrownBy(() -> queue.renewLease(lost))
          .isInstanceOf(Lease.RunStoppedException.class);
      assertThatThrownBy(() -> queue.postpone(lost, "Too late", Duration.ZERO))
          .isInstanceOf(Lease.RunStoppedException.class);
      assertThatThrownBy(() -> queue.end(lost, Reconciliation.State.DONE, null))
          .isInstanceOf(Lease.RunStoppedException.class);

      assertThat(reconciliations.get(id).getString("status")).isEqualTo("RUNNING");
    } finally {
      update("update reconciliation set lease_until = now() where id = ?1", id);
    }
    reconciliations.awaitEnd(id);
  }

  /** In a transaction that is rolled back, so that other tests find no held reconciliation. */
  @Test
  void deletesExpiredReconciliationsExceptTheNewestRepair() {
    QuarkusTransaction.begin();
    try {
      var expired = insertEnded("REPAIR", "DONE", Duration.ofDays(40));
      insertDrift(expired, 2);
      var recent = insertEnded("REPORT", "DONE", Duration.ofDays(20));
      var newestRepair = insertEnded("REPAIR", "HELD", Duration.ofDays(35));

      new DriftRecorder(config, entities, Clock.systemUTC()).deleteExpired(Duration.ofDays(30));

      assertThat(Reconciliation.count("id", expired)).isZero();
      assertThat(Drift.count("reconciliationId", expired)).isZero();
      assertThat(Reconciliation.count("id in ?1", List.of(recent, newestRepair))).isEqualTo(2);
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  @Test
  void requiresTheAdminRole() {
    creator.request().post("/api/reconciliations").then().statusCode(403);
    ApiClient.anonymous().request().get("/api/reconciliations").then().statusCode(401);
    admin
        .request()
        .contentType("application/json")
        .body("{\"mode\":\"guess\"}")
        .post("/api/reconciliations")
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-request"));
    admin.request().get("/api/reconciliations/0").then().statusCode(404);
  }

  @Test
  void rejectsApprovalWhenNothingIsHeld() {
    var run = reconciliations.run(Map.of("mode", "report"));

    admin
        .request()
        .post("/api/reconciliations/{id}/approval", run.getLong("id"))
        .then()
        .statusCode(409)
        .body("code", equalTo("reconciliation-not-held"));
    admin
        .request()
        .get("/api/reconciliations")
        .then()
        .body("size()", greaterThan(0))
        .body("[0].askedBy", equalTo("admin"));
  }

  /** Inserts a reconciliation at its last key that another replica runs under a lease. */
  private long insertRunning(Duration lease) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                ((Number)
                        entities
                            .createNativeQuery(
                                "insert into reconciliation (cause, asked_by, asked_at, mode,"
                                    + " deep, gone_allowed, state, started_at, holder,"
                                    + " lease_until, position, objects) values ('DEMAND',"
                                    + " 'admin', now(), 'REPORT', false, 0, 'RUNNING', now(),"
                                    + " 'elsewhere', ?1, 'videos/zzz', 42) returning id")
                            .setParameter(1, Instant.now().plus(lease))
                            .getSingleResult())
                    .longValue());
  }

  private long insertEnded(String mode, String state, Duration ago) {
    return ((Number)
            entities
                .createNativeQuery(
                    "insert into reconciliation (cause, asked_by, asked_at, mode, deep,"
                        + " gone_allowed, state, started_at, ended_at) values ('DEMAND', 'admin',"
                        + " now(), ?1, false, 0, ?2, ?3, ?3) returning id")
                .setParameter(1, mode)
                .setParameter(2, state)
                .setParameter(3, Instant.now().minus(ago))
                .getSingleResult())
        .longValue();
  }

  private static Optional<Long> findReconnectAfter(long id) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Reconciliation.<Reconciliation>find(
                        "id > ?1 and cause = ?2", id, Reconciliation.Cause.RECONNECT)
                    .<Reconciliation>firstResultOptional()
                    .map(row -> row.id));
  }

  private void insertDrift(long reconciliation, int count) {
    update(
        "insert into drift (reconciliation_id, kind, object_key, outcome, found_at) select ?1,"
            + " 'MISSED', 'videos/' || n, 'REPORTED', now() from generate_series(1, "
            + count
            + ") n",
        reconciliation);
  }

  private void update(String sql, Object id) {
    QuarkusTransaction.joiningExisting()
        .run(() -> entities.createNativeQuery(sql).setParameter(1, id).executeUpdate());
  }

  private static ObjectKey key(String id) {
    return ObjectKey.ofSource(new RandomId(id));
  }
}
