package dev.slipway.ingest;

import io.smallrye.health.api.HealthRegistry;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;

/**
 * Whether notifications come, for those transports where that is up to us. Like the store's health
 * it is no part of readiness: nothing gets better by a replica's leaving.
 */
@ApplicationScoped
public class TransportHealth {
  private static final Logger LOG = Logger.getLogger(TransportHealth.class);

  private final HealthRegistry registry;
  private final Map<Transport, String> troubles = new ConcurrentHashMap<>();

  public TransportHealth(@Wellness HealthRegistry registry) {
    this.registry = registry;
  }

  /** From now on health tells of this transport too. */
  public void register(Transport transport) {
    registry.register(transport.value(), () -> stateOf(transport));
  }

  /** Says so in the log, once for each trouble. */
  public void reportProblem(Transport transport, String what) {
    if (!what.equals(troubles.put(transport, what))) {
      LOG.errorf("Notifications by %s: %s; trying again", transport.value(), what);
    }
  }

  public void reportHealthy(Transport transport) {
    if (troubles.remove(transport) != null) {
      LOG.infof("Notifications by %s: all is well again", transport.value());
    }
  }

  private HealthCheckResponse stateOf(Transport transport) {
    var trouble = troubles.get(transport);
    var response =
        HealthCheckResponse.named("notifications by " + transport.value()).status(trouble == null);
    return (trouble == null ? response : response.withData("reason", trouble)).build();
  }
}
