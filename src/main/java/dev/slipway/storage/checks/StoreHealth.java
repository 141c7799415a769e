package dev.slipway.storage.checks;

import dev.slipway.observability.BackgroundProbe;
import dev.slipway.observability.Metrics;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawStoreClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the store answers. It does not decide readiness: with the store away every replica would
 * leave at once, and nobody would be left to say what is wrong. Readiness names it all the same.
 */
@Singleton
class StoreHealth {
  /** Where the key has its rights. Nothing is there, which is an answer. */
  private static final String PROBE = ObjectKey.TEST_OBJECT_PREFIX + "health";

  private final String path;
  private final RawStoreClient prober;
  private final BackgroundProbe pulse = new BackgroundProbe("The store", this::findProblem);

  StoreHealth(StoreConfig config, RawStoreClient prober, MeterRegistry registry) {
    this.path = "/" + config.bucket() + "/" + PROBE;
    this.prober = prober;
    Metrics.gauge("slipway.store.up", "Whether the store answers", () -> pulse.isHealthy() ? 1 : 0)
        .register(registry);
  }

  void start(@Observes StartupEvent started) {
    pulse.start();
  }

  void stop(@Observes ShutdownEvent stopped) {
    pulse.close();
  }

  @Produces
  @Singleton
  @Wellness
  HealthCheck health() {
    return () -> pulse.toHealthResponse("object store");
  }

  @Produces
  @Singleton
  @Readiness
  HealthCheck readiness() {
    return () -> {
      var trouble = pulse.failure();
      return HealthCheckResponse.named("object store, which does not decide")
          .up()
          .withData("state", trouble == null ? "answers" : "away: " + trouble)
          .build();
    };
  }

  void ask() {
    pulse.runOnce();
  }

  /** A HEAD would not tell a missing object from a missing bucket. */
  String findProblem() throws IOException {
    var answer = prober.send(RawRequest.of("GET", path));
    return answer.isSuccess() || answer.errorCode().equals("NoSuchKey") ? null : answer.summary();
  }
}
