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
 * Health checks of the store. An unavailable store does not make a replica unready: otherwise every
 * replica would leave the load balancer at once, and none could report what is wrong. Readiness
 * shows the state as information.
 */
@Singleton
class StoreHealth {
  /** No object has this key, and the access key has permission to ask for it. */
  private static final String ABSENT_KEY = ObjectKey.TEST_OBJECT_PREFIX + "health";

  private final String path;
  private final RawStoreClient client;
  private final BackgroundProbe probe = new BackgroundProbe("The store", this::findProblem);

  StoreHealth(StoreConfig config, RawStoreClient client, MeterRegistry registry) {
    this.path = "/" + config.bucket() + "/" + ABSENT_KEY;
    this.client = client;
    Metrics.gauge("slipway.store.up", "Whether the store answers", () -> probe.isHealthy() ? 1 : 0)
        .register(registry);
  }

  void start(@Observes StartupEvent started) {
    probe.start();
  }

  void stop(@Observes ShutdownEvent stopped) {
    probe.close();
  }

  @Produces
  @Singleton
  @Wellness
  HealthCheck health() {
    return () -> probe.toHealthResponse("object store");
  }

  @Produces
  @Singleton
  @Readiness
  HealthCheck readiness() {
    return () -> {
      var failure = probe.failure();
      return HealthCheckResponse.named("object store (for information)")
          .up()
          .withData("state", failure == null ? "available" : "unavailable: " + failure)
          .build();
    };
  }

  /** Asks the store once, on the caller's thread. */
  void probeOnce() {
    probe.runOnce();
  }

  /**
   * Reads an absent object. Unlike the response to a HEAD, the body of the response to a GET says
   * whether the object or the bucket is missing.
   *
   * @return what is wrong; null if the store works
   */
  String findProblem() throws IOException {
    var response = client.send(RawRequest.of("GET", path));
    return response.isSuccess() || response.errorCode().equals("NoSuchKey")
        ? null
        : response.summary();
  }
}
