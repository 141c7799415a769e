package dev.slipway.storage;

import dev.slipway.web.Metrics;
import dev.slipway.web.Pulse;
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
  private static final String PROBE = ObjectKey.PROBES + "health";

  private final String path;
  private final Prober prober;
  private final Pulse pulse = new Pulse("The store", this::question);

  StoreHealth(StoreConfig config, Prober prober, MeterRegistry registry) {
    this.path = "/" + config.bucket() + "/" + PROBE;
    this.prober = prober;
    Metrics.gauge("slipway.store.up", "Whether the store answers", () -> pulse.answers() ? 1 : 0)
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
    return () -> pulse.health("object store");
  }

  @Produces
  @Singleton
  @Readiness
  HealthCheck information() {
    return () -> {
      var trouble = pulse.trouble();
      return HealthCheckResponse.named("object store, which does not decide")
          .up()
          .withData("state", trouble == null ? "answers" : "away: " + trouble)
          .build();
    };
  }

  void ask() {
    pulse.ask();
  }

  /** A HEAD would not tell a missing object from a missing bucket. */
  String question() throws IOException {
    var answer = prober.send(ProbeRequest.of("GET", path));
    return answer.isSuccess() || answer.code().equals("NoSuchKey") ? null : answer.summary();
  }
}
