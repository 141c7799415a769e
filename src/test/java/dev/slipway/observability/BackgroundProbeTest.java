package dev.slipway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackgroundProbeTest {
  @Test
  void reportsAFailureAfterTwoFailedRuns() {
    var failure = new AtomicReference<String>();
    try (var probe = new BackgroundProbe("It", failure::get)) {
      probe.runOnce();
      assertThat(probe.isHealthy()).isTrue();
      assertThat(probe.toHealthResponse("it").getStatus()).isEqualTo(Status.UP);

      failure.set("the bucket is missing");
      probe.runOnce();
      // One failure does not count.
      assertThat(probe.isHealthy()).isTrue();
      probe.runOnce();

      assertThat(probe.isHealthy()).isFalse();
      assertThat(probe.toHealthResponse("it").getStatus()).isEqualTo(Status.DOWN);
      assertThat(probe.toHealthResponse("it").getData().orElseThrow())
          .containsEntry("reason", "the bucket is missing");

      failure.set(null);
      probe.runOnce();
      assertThat(probe.isHealthy()).isTrue();
    }
  }

  @Test
  void checksMoreOftenWhileTheDependencyFails() {
    var failure = new AtomicReference<String>();
    try (var probe = new BackgroundProbe("It", failure::get)) {
      probe.runOnce();
      assertThat(probe.nextInterval()).isEqualTo(Duration.ofSeconds(10));

      failure.set("connection refused");
      probe.runOnce();
      assertThat(probe.nextInterval()).isEqualTo(Duration.ofSeconds(2));

      failure.set(null);
      probe.runOnce();
      assertThat(probe.nextInterval()).isEqualTo(Duration.ofSeconds(10));
    }
  }

  @Test
  void repeatsTheCheckEvenAfterAnError() throws Exception {
    var runs = new CountDownLatch(2);
    try (var probe =
        new BackgroundProbe(
            "It",
            () -> {
              runs.countDown();
              throw new IllegalStateException("connection refused");
            })) {
      probe.start();

      assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void treatsAnExceptionAsAFailure() {
    try (var probe =
        new BackgroundProbe(
            "It",
            () -> {
              throw new IllegalStateException("connection refused");
            })) {
      probe.runOnce();
      probe.runOnce();

      assertThat(probe.failure()).isEqualTo("connection refused");
    }
  }

  @Test
  void doesNotBlockOnAHangingProbe() throws Exception {
    var started = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var probe =
        new BackgroundProbe("It", () -> hang(started, end), Duration.ZERO, System::nanoTime)) {
      probe.start();
      started.await();

      assertThat(probe.failure()).isEqualTo("no response in time");
      assertThat(probe.failure()).isEqualTo("no response in time");
      end.countDown();
    }
  }

  /** A slow response is no outage, unless the probe before it has failed. */
  @ParameterizedTest
  @CsvSource({"false, 3", "true, 1"})
  void waitsSomeTimeoutsForAHangingProbe(boolean failedBefore, int timeouts) throws Exception {
    var timeout = Duration.ofSeconds(1);
    var nanos = new AtomicLong();
    var hangs = new AtomicBoolean();
    var started = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    Callable<String> work =
        () -> hangs.get() ? hang(started, end) : failedBefore ? "refused" : null;
    try (var probe = new BackgroundProbe("It", work, timeout, nanos::get)) {
      probe.runOnce();
      hangs.set(true);
      probe.start();
      started.await();

      nanos.addAndGet(timeout.multipliedBy(timeouts).toNanos());
      assertThat(probe.failure()).isNull();
      nanos.incrementAndGet();
      assertThat(probe.failure()).isEqualTo("no response in time");
      end.countDown();
    }
  }

  private static String hang(CountDownLatch started, CountDownLatch end)
      throws InterruptedException {
    started.countDown();
    end.await();
    return null;
  }
}
