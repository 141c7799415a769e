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
 * Reports the replica as not ready while the database is unavailable, because no request works
 * without it. The check has a connection outside the pool: a pool whose connections are all in use
 * is busy, not unavailable, and a replica that stopped serving for that reason would leave its load
 * to the others.
 */
@Readiness
@Singleton
class DatabaseHealth implements HealthCheck {
  private static final int TIMEOUT_SECONDS = 2;

  private final AgroalDataSource singleConnectionPool;
  private final BackgroundProbe probe = new BackgroundProbe("The database", this::probe);

  DatabaseHealth(AgroalDataSource pool, MeterRegistry registry) throws SQLException {
    this.singleConnectionPool = singleConnection(pool);
    Metrics.gauge(
            "slipway.database.up",
            "Whether the database is available",
            () -> probe.isHealthy() ? 1 : 0)
        .register(registry);
  }

  void start(@Observes StartupEvent started) {
    probe.start();
  }

  void stop(@Observes ShutdownEvent stopped) {
    probe.close();
    singleConnectionPool.close();
  }

  @Override
  public HealthCheckResponse call() {
    return probe.toHealthResponse("database");
  }

  private String probe() throws SQLException {
    // The pooled connection may be from before a restart of the server. A failure flushes it, so
    // the
    // second attempt opens a new one.
    return isValid() || isValid() ? null : "it does not respond";
  }

  private boolean isValid() throws SQLException {
    try (var current = singleConnectionPool.getConnection()) {
      if (current.isValid(TIMEOUT_SECONDS)) {
        return true;
      }
    }
    singleConnectionPool.flush(FlushMode.ALL);
    return false;
  }

  private static AgroalDataSource singleConnection(AgroalDataSource pool) throws SQLException {
    var connections = pool.getConfiguration().connectionPoolConfiguration();
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                single ->
                    single
                        .maxSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                        .connectionFactoryConfiguration(
                            connections::connectionFactoryConfiguration)));
  }
}
