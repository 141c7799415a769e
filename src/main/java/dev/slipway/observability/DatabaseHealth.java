package dev.slipway.observability;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the database answers: without it nothing is answered, so a replica that can't reach it is
 * not ready. It has a connection beside the pool. A pool whose connections are all in use is busy,
 * not away, and replicas that left for that reason would leave the rest to the others.
 */
@Readiness
@Singleton
class DatabaseHealth implements HealthCheck {
  private static final int ANSWER_SECONDS = 2;

  private final AgroalDataSource own;
  private final BackgroundProbe pulse = new BackgroundProbe("The database", this::question);

  DatabaseHealth(AgroalDataSource pool, MeterRegistry registry) throws SQLException {
    this.own = beside(pool);
    Metrics.gauge(
            "slipway.database.up", "Whether the database answers", () -> pulse.isHealthy() ? 1 : 0)
        .register(registry);
  }

  void start(@Observes StartupEvent started) {
    pulse.start();
  }

  void stop(@Observes ShutdownEvent stopped) {
    pulse.close();
    own.close();
  }

  @Override
  public HealthCheckResponse call() {
    return pulse.toHealthResponse("database");
  }

  private String question() throws SQLException {
    // The connection may be of a server that has ended since; the next one is of the one there is.
    return isValid() || isValid() ? null : "it does not answer";
  }

  private boolean isValid() throws SQLException {
    try (var connection = own.getConnection()) {
      if (connection.isValid(ANSWER_SECONDS)) {
        return true;
      }
    }
    own.flush(FlushMode.ALL);
    return false;
  }

  private static AgroalDataSource beside(AgroalDataSource pool) throws SQLException {
    var connections = pool.getConfiguration().connectionPoolConfiguration();
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                one ->
                    one.maxSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(ANSWER_SECONDS))
                        .connectionFactoryConfiguration(
                            connections::connectionFactoryConfiguration)));
  }
}
