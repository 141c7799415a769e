package dev.slipway.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.format.Dialect;
import dev.slipway.ingest.format.ParsedNotification;
import dev.slipway.ingest.inbox.Notification.Claim;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class NotificationQueueTest {
  /** Far enough in the future that the running worker does not claim the test's notifications. */
  private static final Duration LATER = Duration.ofHours(1);

  private static final int RACING_WORKERS = 4;

  @Inject NotificationQueue queue;
  @Inject NotificationProcessor processor;
  @Inject NotificationsConfig config;
  @Inject Clock clock;

  @Test
  void isClaimedByOneWorkerAtATime() throws Exception {
    var id = waiting();
    var dueQueue = queueAfter(LATER);
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
                            var claim = dueQueue.claim(id);
                            firstHasClaimed.countDown();
                            assertThat(secondHasTried.await(10, TimeUnit.SECONDS)).isTrue();
                            return claim;
                          }));
      assertThat(firstHasClaimed.await(10, TimeUnit.SECONDS)).isTrue();
      var second = claim(dueQueue, id);
      secondHasTried.countDown();

      assertThat(second).isEmpty();
      assertThat(first.get(10, TimeUnit.SECONDS))
          .hasValueSatisfying(
              claim -> {
                assertThat(claim.id()).isEqualTo(id);
                assertThat(claim.tries()).isEqualTo(1);
              });
      assertThat(claim(dueQueue, id)).as("while the lease is valid").isEmpty();
      assertThat(get(id).tries).isEqualTo(1);
    } finally {
      worker.shutdownNow();
    }
  }

  @Test
  void isClaimedOnceByRacingWorkers() throws Exception {
    var id = waiting();
    var dueQueue = queueAfter(LATER);
    var start = new CyclicBarrier(RACING_WORKERS);
    var workers = Executors.newFixedThreadPool(RACING_WORKERS);
    try {
      var attempts = new ArrayList<Future<Optional<Claim>>>();
      for (var worker = 0; worker < RACING_WORKERS; worker++) {
        attempts.add(
            workers.submit(
                () -> {
                  start.await(10, TimeUnit.SECONDS);
                  return claim(dueQueue, id);
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
    assertThat(claim(queueAfter(LATER), id)).isPresent();

    var again = claim(queueAfter(LATER.plus(config.lease())), id);

    assertThat(again).map(Claim::tries).contains(2);
  }

  @Test
  void countsAttemptsWithoutAResult() {
    var id = waiting();
    for (var attempt = 1; attempt <= 3; attempt++) {
      var claim = claim(queueAfter(LATER.plus(config.lease().multipliedBy(attempt))), id);
      assertThat(claim).map(Claim::interruptions).contains(attempt - 1);
    }

    queue.postpone(currentClaim(id), "The store does not answer", LATER);

    assertThat(get(id).interruptions).isZero();
  }

  /** Otherwise a notification that kills the application would do so for ever. */
  @Test
  void becomesDeadLetterAfterTooManyAttemptsWithoutAResult() {
    var id = waiting();
    change(
        id,
        notification -> {
          notification.tries = config.tries();
          notification.interruptions = config.tries();
          notification.nextTryAt = clock.instant();
        });

    processor.process(id);

    assertThat(get(id).state).isEqualTo(NotificationState.DEAD);
    assertThat(get(id).reason).startsWith(config.tries() + " attempts in succession ended");
  }

  @Test
  void postponingIsNoFailure() {
    var id = waiting();
    for (var attempt = 0; attempt < 3 * config.tries(); attempt++) {
      queue.postpone(currentClaim(id), "The store does not answer", LATER);
    }

    assertThat(get(id).state).isEqualTo(NotificationState.RECEIVED);
    assertThat(get(id).failures).isZero();
  }

  @Test
  void becomesDeadLetterAfterTooManyFailures() {
    var id = waiting();
    change(id, notification -> notification.tries = 100);
    for (var failure = 1; failure < config.tries(); failure++) {
      assertThat(queue.fail(currentClaim(id), "broken", LATER)).isFalse();
      assertThat(get(id).state).isEqualTo(NotificationState.RECEIVED);
    }

    assertThat(queue.fail(currentClaim(id), "broken\u0000 for good", LATER)).isTrue();

    assertThat(get(id).state).isEqualTo(NotificationState.DEAD);
    assertThat(get(id).reason).isEqualTo("broken? for good");
  }

  @Test
  void ignoresResultOfExpiredClaim() {
    var id = waiting();
    var expired = currentClaim(id);
    change(id, notification -> notification.tries++);

    queue.finish(
        expired, ParsedNotification.withoutEvents(Dialect.AWS), NotificationState.APPLIED, null);
    queue.postpone(expired, "too late", LATER);
    assertThat(queue.fail(expired, "too late", LATER)).isFalse();

    assertThat(get(id).state).isEqualTo(NotificationState.RECEIVED);
    assertThat(get(id).reason).isNull();
    assertThat(get(id).failures).isZero();
  }

  private NotificationQueue queueAfter(Duration time) {
    return new NotificationQueue(config, Clock.offset(clock, time.plusMinutes(1)));
  }

  /** In a transaction of its own, as the injected queue does it. */
  private static Optional<Claim> claim(NotificationQueue queue, long id) {
    return QuarkusTransaction.requiringNew().call(() -> queue.claim(id));
  }

  private static Claim currentClaim(long id) {
    var notification = get(id);
    return new Claim(id, notification.body, notification.tries, notification.replays, 0);
  }

  private long waiting() {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var now = clock.instant();
              var notification = Notification.create(new byte[] {1}, "test", now);
              notification.nextTryAt = now.plus(LATER);
              notification.persist();
              return notification.id;
            });
  }

  private static void change(long id, Consumer<Notification> change) {
    QuarkusTransaction.requiringNew().run(() -> change.accept(Notification.findById(id)));
  }

  private static Notification get(long id) {
    return QuarkusTransaction.requiringNew().call(() -> Notification.findById(id));
  }
}
