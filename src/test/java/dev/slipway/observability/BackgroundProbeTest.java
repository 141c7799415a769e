package dev.slipway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class BackgroundProbeTest {
  @Test
  void reportsAFailureAfterTwoFailedRuns() {
    var wrong = new AtomicReference<String>();
    try (var pulse = new BackgroundProbe("It", wrong::get)) {
      pulse.runOnce();
      assertThat(pulse.isHealthy()).isTrue();
      assertThat(pulse.toHealthResponse("it").getStatus()).isEqualTo(Status.UP);

      wrong.set("the bucket is missing");
      pulse.runOnce();
      // Once is no reason yet.
      assertThat(pulse.isHealthy()).isTrue();
      pulse.runOnce();

      assertThat(pulse.isHealthy()).isFalse();
      assertThat(pulse.toHealthResponse("it").getStatus()).isEqualTo(Status.DOWN);
      assertThat(pulse.toHealthResponse("it").getData().orElseThrow())
          .containsEntry("reason", "the bucket is missing");

      wrong.set(null);
      pulse.runOnce();
      assertThat(pulse.isHealthy()).isTrue();
    }
  }

  @Test
  void treatsAnExceptionAsAFailure() {
    try (var pulse =
        new BackgroundProbe(
            "It",
            () -> {
              throw new IllegalStateException("connection refused");
            })) {
      pulse.runOnce();
      pulse.runOnce();

      assertThat(pulse.failure()).isEqualTo("connection refused");
    }
  }

  @Test
  void doesNotBlockOnAHangingProbe() throws Exception {
    var asked = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var pulse = new BackgroundProbe("It", () -> hangs(asked, end), Duration.ZERO)) {
      pulse.start();
      asked.await();

      // However many ask, none of them waits.
      assertThat(pulse.failure()).isEqualTo("no answer in time");
      assertThat(pulse.failure()).isEqualTo("no answer in time");
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
