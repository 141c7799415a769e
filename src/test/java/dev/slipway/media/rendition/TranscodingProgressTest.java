package dev.slipway.media.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TranscodingProgressTest {
  /** Checked ten times in it. */
  private static final Duration STALL_TIMEOUT = Duration.ofMillis(50);

  private static final int SEVERAL_TIMEOUTS = 40;

  /** A store that hangs is no fault of the file. */
  @Test
  void waitingForAReceiverIsNoStall() {
    var waiting = new AtomicBoolean(true);
    var checks = new AtomicInteger();
    try (var progress =
        new TranscodingProgress(
            1000L,
            share -> {},
            STALL_TIMEOUT,
            () -> {
              checks.incrementAndGet();
              return waiting.get();
            })) {
      Eventually.holds("it was checked", () -> checks.get() > SEVERAL_TIMEOUTS);
      assertThat(progress.stalled()).isNotDone();

      waiting.set(false);

      Eventually.holds("the stall is noticed", () -> progress.stalled().isDone());
    }
  }
}
