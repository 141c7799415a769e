package dev.slipway.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BurstPacingTest {
  private static final Duration ATTEMPT = Duration.ofNanos(500_000);

  private long now;
  private long processorTime;
  private long rested;
  private Runnable duringRest = () -> {};

  private final BurstPacing pacing =
      new BurstPacing(
          () -> now,
          () -> processorTime,
          nanos -> {
            rested += nanos;
            now += nanos;
            duringRest.run();
          });

  @Test
  void restsInABurstForAMultipleOfTheProcessorTime() {
    inBurst(() -> pacing.process(() -> busyFor(ATTEMPT)));

    assertThat(Duration.ofNanos(rested)).isEqualTo(ATTEMPT.multipliedBy(BurstPacing.REST_FACTOR));
  }

  @Test
  void doesNotRestWhenFewAreStored() {
    store(
        BurstPacing.MIN_CONCURRENT - 1,
        () -> {
          pacing.process(() -> busyFor(ATTEMPT));
          return null;
        });

    assertThat(rested).isZero();
  }

  @Test
  void doesNotRestForTheTimeInWhichAnAttemptWaited() {
    inBurst(() -> pacing.process(() -> now += BurstPacing.BURST_END.toNanos() / 2));

    assertThat(rested).isZero();
  }

  @Test
  void restsBetweenTheTransactionsOfABurst() {
    inBurst(() -> {});
    pacing.process(() -> busyFor(ATTEMPT));

    assertThat(rested).isPositive();
  }

  @Test
  void stopsRestingSoonAfterTheBurst() {
    inBurst(() -> {});

    pacing.process(() -> busyFor(Duration.ofSeconds(1)));

    assertThat(Duration.ofNanos(rested))
        .isBetween(BurstPacing.BURST_END, BurstPacing.BURST_END.plus(BurstPacing.STEP));
  }

  @Test
  void restsForALimitedTimeInALongBurst() {
    duringRest = () -> inBurst(() -> {});

    inBurst(() -> pacing.process(() -> busyFor(Duration.ofSeconds(1))));

    assertThat(Duration.ofNanos(rested)).isEqualTo(BurstPacing.MAX_REST);
  }

  @Test
  void doesNotRestUnderALoadThatLasts() {
    var step = BurstPacing.BURST_END.dividedBy(2).toNanos();
    for (var end = now + BurstPacing.MAX_BURST.toNanos(); now < end; now += step) {
      inBurst(() -> {});
      if (now / step == 100) {
        now += BurstPacing.LOAD_END.toNanos() / 2;
      }
    }

    inBurst(() -> pacing.process(() -> busyFor(ATTEMPT)));
    assertThat(rested).isZero();

    now += BurstPacing.LOAD_END.toNanos();
    inBurst(() -> pacing.process(() -> busyFor(ATTEMPT)));
    assertThat(rested).isPositive();
  }

  @Test
  void stopsRestingWhenInterrupted() {
    duringRest = () -> Thread.currentThread().interrupt();

    inBurst(() -> pacing.process(() -> busyFor(ATTEMPT)));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Duration.ofNanos(rested)).isEqualTo(BurstPacing.STEP);
  }

  @Test
  void aFailureEndsTheStoringOfItsNotification() {
    for (var i = 0; i < BurstPacing.MIN_CONCURRENT; i++) {
      assertThatThrownBy(
              () ->
                  pacing.store(
                      () -> {
                        throw new IllegalStateException("The database is unavailable");
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
    pacing.process(() -> busyFor(ATTEMPT));

    assertThat(rested).isZero();
  }

  private void busyFor(Duration duration) {
    processorTime += duration.toNanos();
  }

  /** Runs while as many notifications are being stored as make a burst. */
  private void inBurst(Runnable task) {
    store(
        BurstPacing.MIN_CONCURRENT,
        () -> {
          task.run();
          return null;
        });
  }

  /** Stores notifications, each during the storing of the one before. */
  private <R> R store(int count, Supplier<R> innermost) {
    return pacing.store(() -> count == 1 ? innermost.get() : store(count - 1, innermost));
  }
}
