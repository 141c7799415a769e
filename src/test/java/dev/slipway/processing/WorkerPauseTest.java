package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.media.probe.MediaProbe;
import dev.slipway.processing.scan.MalwareScanner;
import dev.slipway.storage.ObjectStore;
import dev.slipway.web.ProcessRole;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A second worker of the process, whose ffprobe disappears. */
@QuarkusTest
@TestProfile(ProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class WorkerPauseTest {
  @Inject ProcessingConfig config;
  @Inject JobSchedule schedule;
  @Inject JobQueue queue;
  @Inject JobHandlers handlers;
  @Inject RetryRules rules;
  @Inject ObjectStore store;
  @Inject ProcessingMetrics metrics;
  @Inject MalwareScanner scanner;
  @Inject ProcessRole role;
  @Inject Clock clock;

  @Test
  void takesNoJobsWhileFfprobeIsMissing() {
    var available = new AtomicBoolean(true);
    var attempts = new JobAttempts(queue, handlers, rules, store, metrics, clock);
    var probe =
        new MediaProbe(null, null, null, null) {
          @Override
          public boolean isAvailable() {
            return available.get();
          }
        };
    var worker = new JobWorker(config, schedule, attempts, probe, scanner, role);
    try {
      worker.adjust();
      assertThat(worker.isPaused()).isFalse();

      available.set(false);
      worker.adjust();
      assertThat(worker.isPaused()).isTrue();

      available.set(true);
      worker.adjust();
      assertThat(worker.isPaused()).isFalse();
    } finally {
      worker.stop(null);
    }
  }
}
