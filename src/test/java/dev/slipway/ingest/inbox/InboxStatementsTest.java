package dev.slipway.ingest.inbox;

import static dev.slipway.ingest.inbox.StoredNotifications.change;
import static dev.slipway.ingest.inbox.StoredNotifications.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.format.Dialect;
import dev.slipway.ingest.format.ParsedNotification;
import dev.slipway.ingest.format.S3Event;
import dev.slipway.ingest.format.Sequencer;
import dev.slipway.ingest.inbox.InboxStatements.Outcome;
import dev.slipway.ingest.inbox.InboxStatements.Received;
import dev.slipway.ingest.inbox.Notification.Claim;
import dev.slipway.storage.ObjectKey;
import dev.slipway.web.problem.DatabaseUnavailable;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InboxStatementsTest {
  private static final byte[] BODY = {'{', 0, (byte) 0xff, '"'};

  private static final String TRANSPORT = "receipt";

  /** Far enough in the future that the running worker does not claim the test's notifications. */
  private static final Duration LATER = Duration.ofHours(1);

  private static final int RACING_WORKERS = 4;
  private static final int MANY = 300;

  private static final ParsedNotification WITHOUT_EVENT = ParsedNotification.withoutEvents(null);

  private static final S3Event EVENT =
      new S3Event(
          "ObjectCreated:Put",
          "videos\u0000",
          new ObjectKey("videos/finished"),
          new Sequencer("18EB"),
          Instant.parse("2026-11-24T12:00:00Z"));

  private static final S3Event STORABLE =
      new S3Event(
          EVENT.name(),
          "videos",
          new ObjectKey("videos/superseded"),
          EVENT.sequencer(),
          EVENT.occurredAt());

  @Inject InboxStatements statements;
  @Inject ClaimLease lease;
  @Inject DataSource database;
  @Inject Clock clock;

  /** They would soon become dead letters, which other tests count. */
  @AfterEach
  void deleteNotifications() {
    QuarkusTransaction.requiringNew().run(() -> Notification.delete("transport", TRANSPORT));
  }

  @Test
  void storesEveryByte() {
    var id = write(BODY);

    var notification = get(id);
    assertThat(notification.body).isEqualTo(BODY);
    assertThat(notification.transport).isEqualTo(TRANSPORT);
    assertThat(notification.replays).isZero();
  }

  @Test
  void storesManyBodiesInTheirOrder() {
    var bodies = new ArrayList<Received>();
    for (var number = 0; number < MANY; number++) {
      bodies.add(
          new Received(Integer.toString(number).getBytes(StandardCharsets.UTF_8), TRANSPORT));
    }

    var claims = statements.writeClaimed(bodies);

    assertThat(claims).hasSize(MANY).extracting(Claim::id).doesNotHaveDuplicates();
    for (var claim : claims) {
      assertThat(get(claim.id()).body).isEqualTo(claim.body());
    }
  }

  /** It can be finished, claimed again after the lease, and counts the attempt. */
  @Test
  void storesABodyWithTheFirstClaim() {
    var claim = writeClaimed();

    var notification = get(claim.id());
    assertThat(notification.tries).isEqualTo(claim.tries()).isEqualTo(1);
    assertThat(claim.interruptions()).isZero();
    assertThat(claim.leaseEnd())
        .isEqualTo(notification.receivedAt.plus(lease.duration()))
        .isEqualTo(notification.nextTryAt);
    assertThat(statements.claim(claim.id())).isEmpty();
    var again = statementsAt(claim.leaseEnd()).claim(claim.id()).orElseThrow();
    assertThat(again.tries()).isEqualTo(2);
    assertThat(again.interruptions()).isEqualTo(1);
  }

  @Test
  void releasesAClaimWithoutATrace() {
    var claim = writeClaimed();
    var now = clock.instant().plus(LATER);

    statementsAt(now).release(List.of(claim));

    assertThat(get(claim.id()).tries).isZero();
    assertThat(get(claim.id()).interruptions).isZero();
    var next = statementsAt(now).claim(claim.id()).orElseThrow();
    assertThat(next.tries()).isEqualTo(1);
    assertThat(next.interruptions()).isZero();
  }

  /** An attempt, its failure, another claim, a replay or the end has followed. */
  @Test
  void releasesOnlyAFirstClaim() {
    var claimedAgain = writeClaimed();
    change(claimedAgain.id(), notification -> notification.tries = 2);
    var postponed = writeClaimed();
    change(postponed.id(), notification -> notification.interruptions = 0);
    var claimedByAnother = writeClaimed();
    change(
        claimedByAnother.id(),
        notification -> notification.nextTryAt = notification.nextTryAt.plusMillis(1));
    var replayed = writeClaimed();
    change(replayed.id(), notification -> notification.replays = 1);
    var finished = writeClaimed();
    finish(finished, parsed(EVENT), NotificationState.APPLIED, null);

    var unprocessed = writeClaimed();

    statementsAt(clock.instant().plus(LATER))
        .release(
            List.of(claimedAgain, postponed, claimedByAnother, replayed, finished, unprocessed));

    assertThat(get(unprocessed.id()).tries).isZero();
    assertThat(get(postponed.id()).tries).isEqualTo(1);
    assertThat(get(claimedByAnother.id()).tries).isEqualTo(1);

    assertThat(get(claimedAgain.id()).tries).isEqualTo(2);
    assertThat(get(replayed.id()).tries).isEqualTo(1);
    assertThat(get(finished.id()).tries).isEqualTo(1);
  }

  @Test
  void finishesSeveralAtOnce() {
    var withEvent = claimed();
    var withoutEvent = claimed();
    var lost = claimed();
    change(lost.id(), notification -> notification.tries++);

    statements.finish(
        List.of(
            new Outcome(lost, parsed(EVENT), NotificationState.APPLIED, null),
            new Outcome(withoutEvent, WITHOUT_EVENT, NotificationState.DEAD, "broken"),
            new Outcome(withEvent, parsed(EVENT), NotificationState.SUPERSEDED, null)));

    assertThat(get(withEvent.id()).state).isEqualTo(NotificationState.SUPERSEDED);
    assertThat(get(withEvent.id()).objectKey).isEqualTo("videos/finished");
    assertThat(get(withoutEvent.id()).state).isEqualTo(NotificationState.DEAD);
    assertThat(get(withoutEvent.id()).reason).isEqualTo("broken");
    assertThat(get(lost.id()).state).isEqualTo(NotificationState.RECEIVED);
  }

  @Test
  void storesTheTimeOfReceipt() {
    var before = clock.instant().truncatedTo(ChronoUnit.MICROS);

    var receivedAt = get(write(BODY)).receivedAt;

    assertThat(receivedAt).isBetween(before, clock.instant());
  }

  @Test
  void failsWhenDatabaseIsUnavailable() {
    var unavailable = new InboxStatements(new UnavailableDatabase(), lease, clock);
    var claim = claimed();

    assertUnavailable(() -> unavailable.write(List.of(new Received(BODY, TRANSPORT))));
    assertUnavailable(() -> unavailable.claim(claim.id()));
    assertUnavailable(() -> unavailable.release(List.of(claim)));
    assertUnavailable(() -> unavailable.isSuperseded(STORABLE));
    assertUnavailable(
        () ->
            unavailable.finish(
                List.of(new Outcome(claim, parsed(EVENT), NotificationState.APPLIED, null))));
  }

  private static void assertUnavailable(ThrowingCallable statement) {
    assertThatThrownBy(statement)
        .hasMessage("The inbox can't be read or written (SQL state 08001)")
        .matches(DatabaseUnavailable::isCauseOf);
  }

  @Test
  void isClaimedByOneWorkerAtATime() throws Exception {
    var id = waiting();
    var due = statementsAfter(LATER);
    var firstHasClaimed = new CountDownLatch(1);
    var secondHasTried = new CountDownLatch(1);
    var worker = Executors.newSingleThreadExecutor();
    try {
      // The transaction of the first claim stays open while the second one is attempted.
      var first =
          worker.submit(
              () ->
                  QuarkusTransaction.requiringNew()
                      .call(
                          () -> {
                            var claim = due.claim(id);
                            firstHasClaimed.countDown();
                            assertThat(secondHasTried.await(10, TimeUnit.SECONDS)).isTrue();
                            return claim;
                          }));
      assertThat(firstHasClaimed.await(10, TimeUnit.SECONDS)).isTrue();
      var second = due.claim(id);
      secondHasTried.countDown();

      assertThat(second).isEmpty();
      assertThat(first.get(10, TimeUnit.SECONDS))
          .hasValueSatisfying(
              claim -> {
                assertThat(claim.id()).isEqualTo(id);
                assertThat(claim.tries()).isEqualTo(1);
              });
      assertThat(due.claim(id)).as("while the lease is valid").isEmpty();
      assertThat(get(id).tries).isEqualTo(1);
    } finally {
      worker.shutdownNow();
    }
  }

  @Test
  void isClaimedOnceByRacingWorkers() throws Exception {
    var id = waiting();
    var due = statementsAfter(LATER);
    var start = new CyclicBarrier(RACING_WORKERS);
    var workers = Executors.newFixedThreadPool(RACING_WORKERS);
    try {
      var attempts = new ArrayList<Future<Optional<Claim>>>();
      for (var worker = 0; worker < RACING_WORKERS; worker++) {
        attempts.add(
            workers.submit(
                () -> {
                  start.await(10, TimeUnit.SECONDS);
                  return due.claim(id);
                }));
      }
      var claims = new ArrayList<Claim>();
      for (var attempt : attempts) {
        attempt.get(10, TimeUnit.SECONDS).ifPresent(claims::add);
      }

      assertThat(claims).hasSize(1);
      assertThat(get(id).tries).isEqualTo(1);
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  void isClaimedAgainAfterTheLease() {
    var id = waiting();
    assertThat(statementsAfter(LATER).claim(id)).isPresent();

    var again = statementsAfter(LATER.plus(lease.duration())).claim(id);

    assertThat(again).map(Claim::tries).contains(2);
  }

  @Test
  void countsAttemptsWithoutAResult() {
    var id = waiting();
    for (var attempt = 1; attempt <= 3; attempt++) {
      var claim = statementsAfter(LATER.plus(lease.duration().multipliedBy(attempt))).claim(id);
      assertThat(claim).map(Claim::interruptions).contains(attempt - 1);
    }
  }

  @Test
  void finishingRecordsOutcomeAndFirstEvent() {
    var claim = claimed();

    finish(claim, parsed(EVENT), NotificationState.DEAD, "broken\n" + "x".repeat(5_000));

    var finished = get(claim.id());
    assertThat(finished.state).isEqualTo(NotificationState.DEAD);
    assertThat(finished.reason).startsWith("broken?x").hasSize(1_000);
    assertThat(finished.interruptions).isZero();
    assertThat(finished.settledAt).isBetween(finished.receivedAt, clock.instant());
    assertThat(finished.body).isEqualTo(BODY);
    assertThat(finished.dialect).isEqualTo("aws");
    assertThat(finished.eventName).isEqualTo("ObjectCreated:Put");
    assertThat(finished.bucket).as("without control characters").isEqualTo("videos?");
    assertThat(finished.objectKey).isEqualTo("videos/finished");
    assertThat(finished.sequencer).isEqualTo("18eb");
    assertThat(finished.eventAt).isEqualTo(EVENT.occurredAt());
    assertThat(statementsAfter(LATER.multipliedBy(2)).claim(claim.id())).isEmpty();
  }

  /** A newer version may not be able to compare what an earlier one has read. */
  @Test
  void finishingReplacesEachFieldOfTheEvent() {
    var claim = claimed();
    change(
        claim.id(),
        notification -> {
          notification.eventName = "ObjectCreated:Post";
          notification.sequencer = "18eb";
          notification.eventAt = EVENT.occurredAt();
        });
    var unknown = new S3Event(null, "videos", new ObjectKey("videos/bare"), null, null);

    finish(claim, parsed(unknown), NotificationState.APPLIED, null);

    var finished = get(claim.id());
    assertThat(finished.objectKey).isEqualTo("videos/bare");
    assertThat(finished.eventName).isNull();
    assertThat(finished.sequencer).isNull();
    assertThat(finished.eventAt).isNull();
  }

  @Test
  void isDueFromTheExactTime() {
    var id = waiting();
    var due = get(id).nextTryAt;

    assertThat(statementsAt(due.minusNanos(1_000)).claim(id)).isEmpty();
    assertThat(statementsAt(due).claim(id)).isPresent();
  }

  /**
   * Its entries change with each claim. With statistics from before an outage, PostgreSQL would
   * expect to find one notification in it, and read thousands.
   */
  @Test
  void cannotUseTheIndexOfDueNotifications() throws SQLException {
    var claim = InboxStatements.CLAIM.replace("?", "%s").formatted("now()", 1, "now()");
    var finish =
        InboxStatements.FINISH_WITH_EVENT
            .replace("?", "%s")
            .formatted(
                "'DEAD'", "'r'", "now()", "'d'", "'n'", "'b'", "'k'", "'s'", "now()", 1, 1, 0);

    assertThat(planWithoutPrimaryKey(claim)).doesNotContain("notification_due");
    assertThat(planWithoutPrimaryKey(finish)).doesNotContain("notification_due");
    assertThat(planWithoutPrimaryKey("select from notification where state = 'RECEIVED'"))
        .contains("notification_due");
  }

  private String planWithoutPrimaryKey(String sql) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("alter table notification drop constraint notification_pkey");
      statement.execute("set local enable_seqscan = off");
      var plan = new StringBuilder();
      try (var rows = statement.executeQuery("explain " + sql)) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      connection.rollback();
      return plan.toString();
    }
  }

  @Test
  void finishingWithoutAnEventKeepsWhatIsKnown() {
    var claim = claimed();
    change(claim.id(), notification -> notification.objectKey = "videos/known");

    finish(claim, WITHOUT_EVENT, NotificationState.APPLIED, null);

    assertThat(get(claim.id()).state).isEqualTo(NotificationState.APPLIED);
    assertThat(get(claim.id()).reason).isNull();
    assertThat(get(claim.id()).objectKey).isEqualTo("videos/known");
  }

  @Test
  void onlyTheLatestClaimCanFinish() {
    var claim = claimed();
    change(claim.id(), notification -> notification.tries++);

    finish(claim, parsed(EVENT), NotificationState.APPLIED, null);

    assertThat(get(claim.id()).state).isEqualTo(NotificationState.RECEIVED);
    change(
        claim.id(),
        notification -> {
          notification.tries--;
          notification.replays++;
        });

    finish(claim, parsed(EVENT), NotificationState.APPLIED, null);

    assertThat(get(claim.id()).state).as("replayed").isEqualTo(NotificationState.RECEIVED);
  }

  @Test
  void supersedesTheSameAndOlderEventsOfAnObject() {
    var claim = claimed();
    assertThat(statements.isSuperseded(STORABLE)).isFalse();

    finish(claim, parsed(STORABLE), NotificationState.APPLIED, null);

    assertThat(statements.isSuperseded(STORABLE)).isTrue();
    assertThat(statements.isSuperseded(event("ObjectCreated:Put", "18ea"))).isTrue();
    assertThat(statements.isSuperseded(event("ObjectCreated:Put", "18ec"))).isFalse();
    assertThat(statements.isSuperseded(event("ObjectRemoved:Delete", "18eb")))
        .as("another event with the same sequencer")
        .isFalse();
    assertThat(statements.isSuperseded(event("ObjectCreated:Put", null))).isFalse();
  }

  private Claim writeClaimed() {
    return statements.writeClaimed(List.of(new Received(BODY, TRANSPORT))).get(0);
  }

  private long write(byte[] body) {
    return statements.write(List.of(new Received(body, TRANSPORT))).get(0);
  }

  private void finish(
      Claim claim, ParsedNotification parsed, NotificationState state, String reason) {
    statements.finish(List.of(new Outcome(claim, parsed, state, reason)));
  }

  private Claim claimed() {
    return statementsAfter(LATER).claim(waiting()).orElseThrow();
  }

  private static ParsedNotification parsed(S3Event event) {
    return new ParsedNotification(Dialect.AWS, List.of(event), null);
  }

  private static S3Event event(String name, String sequencer) {
    return new S3Event(
        name,
        STORABLE.bucket(),
        STORABLE.key(),
        sequencer == null ? null : new Sequencer(sequencer),
        STORABLE.occurredAt());
  }

  private InboxStatements statementsAfter(Duration time) {
    return new InboxStatements(database, lease, Clock.offset(clock, time.plusMinutes(1)));
  }

  private InboxStatements statementsAt(Instant time) {
    return new InboxStatements(database, lease, Clock.fixed(time, ZoneOffset.UTC));
  }

  private long waiting() {
    return StoredNotifications.insert(BODY, TRANSPORT, clock.instant().plus(LATER));
  }

  private static final class UnavailableDatabase extends PGSimpleDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      throw new SQLException("Connection refused", "08001");
    }
  }
}
