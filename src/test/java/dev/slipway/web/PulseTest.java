package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class PulseTest {
  @Test
  void tellsWhatWasAnsweredLast() {
    var wrong = new AtomicReference<String>();
    try (var pulse = new Pulse("It", wrong::get)) {
      pulse.ask();
      assertThat(pulse.answers()).isTrue();
      assertThat(pulse.health("it").getStatus()).isEqualTo(Status.UP);

      wrong.set("the bucket is missing");
      pulse.ask();
      // Once is no reason yet.
      assertThat(pulse.answers()).isTrue();
      pulse.ask();

      assertThat(pulse.answers()).isFalse();
      assertThat(pulse.health("it").getStatus()).isEqualTo(Status.DOWN);
      assertThat(pulse.health("it").getData().orElseThrow())
          .containsEntry("reason", "the bucket is missing");

      wrong.set(null);
      pulse.ask();
      assertThat(pulse.answers()).isTrue();
    }
  }

  @Test
  void takesAnExceptionForAnAnswer() {
    try (var pulse =
        new Pulse(
            "It",
            () -> {
              throw new IllegalStateException("connection refused");
            })) {
      pulse.ask();
      pulse.ask();

      assertThat(pulse.trouble()).isEqualTo("connection refused");
    }
  }

  @Test
  void doesNotWaitForWhatHasGoneSilent() throws Exception {
    var asked = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var pulse = new Pulse("It", () -> hangs(asked, end), Duration.ZERO)) {
      pulse.start();
      asked.await();

      // However many ask, none of them waits.
      assertThat(pulse.trouble()).isEqualTo("no answer in time");
      assertThat(pulse.trouble()).isEqualTo("no answer in time");
      end.countDown();
    }
  }

  private static String hangs(CountDownLatch asked, CountDownLatch end)
      throws InterruptedException {
    asked.countDown();
    end.await();
    return null;
  }
}
