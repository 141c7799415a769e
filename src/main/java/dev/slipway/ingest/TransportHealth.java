package dev.slipway.ingest;

import io.smallrye.health.api.HealthRegistry;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;

/**
 * The health of the transports whose connection the application opens itself. It is part of {@code
 * /q/health/well} and not of readiness, like the store's health: taking a replica out of service
 * would not restore the connection.
 */
@ApplicationScoped
public class TransportHealth {
  private static final Logger LOG = Logger.getLogger(TransportHealth.class);

  private final HealthRegistry registry;
  private final Map<Transport, String> problems = new ConcurrentHashMap<>();

  public TransportHealth(@Wellness HealthRegistry registry) {
    this.registry = registry;
  }

  /** Adds a health check for the transport. */
  public void register(Transport transport) {
    registry.register(transport.value(), () -> toHealthResponse(transport));
  }

  /** Marks the transport as down. The same problem is logged once, until it changes or ends. */
  public void reportProblem(Transport transport, String problem) {
    if (!problem.equals(problems.put(transport, problem))) {
      LOG.errorf("Notifications by %s: %s; retrying", transport.value(), problem);
    }
  }

  public void reportHealthy(Transport transport) {
    if (problems.remove(transport) != null) {
      LOG.infof("Notifications by %s: recovered", transport.value());
    }
  }

  /** Marks the transport as down, unless it is down for another reason. */
  public void reportProblemUnlessDown(Transport transport, String problem) {
    if (problems.putIfAbsent(transport, problem) == null) {
      LOG.errorf("Notifications by %s: %s; retrying", transport.value(), problem);
    }
  }

  /** Ends one problem. The transport stays down if it has another one. */
  public void reportEnd(Transport transport, String problem) {
    if (problems.remove(transport, problem)) {
      LOG.infof("Notifications by %s: recovered", transport.value());
    }
  }

  private HealthCheckResponse toHealthResponse(Transport transport) {
    var problem = problems.get(transport);
    var response =
        HealthCheckResponse.named("notifications by " + transport.value()).status(problem == null);
    return (problem == null ? response : response.withData("reason", problem)).build();
  }
}
