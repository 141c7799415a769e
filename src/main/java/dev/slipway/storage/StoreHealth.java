package dev.slipway.storage;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether the store answers. It is no part of readiness: with the store away every replica would
 * leave at once, and nobody would be left to say what is wrong.
 */
@Wellness
@Singleton
class StoreHealth implements HealthCheck {
  /** Where the key has its rights. */
  private static final ObjectKey PROBE = new ObjectKey(ObjectKey.PROBES + "health");

  /** However often anybody asks, the store is asked no more often. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ObjectStore store;
  private volatile Answer last;

  StoreHealth(ObjectStore store) {
    this.store = store;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = last;
    if (answer == null || System.nanoTime() - answer.nanos() > FRESH_NANOS) {
      answer = new Answer(answers(), System.nanoTime());
      last = answer;
    }
    return HealthCheckResponse.named("object store").status(answer.up()).build();
  }

  private boolean answers() {
    try {
      store.head(PROBE);
      return true;
    } catch (StoreUnavailableException away) {
      return false;
    }
  }

  private record Answer(boolean up, long nanos) {}
}
