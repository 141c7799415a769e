package dev.slipway.web;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Removes the timeouts of statements and locks for migrations, because building an index of ten
 * million rows takes up to a minute, and longer if others can write at the same time.
 */
@Singleton
class MigrationSettings implements FlywayConfigurationCustomizer {
  private static final int WITHOUT_LIMIT = -1;

  @Override
  public void customize(FluentConfiguration configuration) {
    // An index that is built concurrently waits for all transactions, also for one with a lock.
    configuration
        .getPluginRegister()
        .getPlugin(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    // How often another replica asks for the lock, once a second.
    configuration.lockRetryCount(WITHOUT_LIMIT).callbacks(new UnlimitedStatements());
  }

  /**
   * Connections of the pool limit each statement and its locks, so that none can block a request
   * for ever. In a migration without a transaction nobody waits for its locks, and it may wait.
   */
  private static final class UnlimitedStatements extends BaseCallback {
    private static final int NO_TIMEOUT = 0;
    private int timeoutBefore;
    private String lockTimeoutBefore;

    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.BEFORE_EACH_MIGRATE
          || event == Event.AFTER_EACH_MIGRATE
          || event == Event.AFTER_EACH_MIGRATE_ERROR;
    }

    @Override
    public void handle(Event event, Context context) {
      try {
        if (event == Event.BEFORE_EACH_MIGRATE) {
          removeLimits(context.getConnection());
        } else {
          restoreLimits(context.getConnection());
        }
      } catch (SQLException error) {
        throw new FlywayException("The time limit of a migration can't be changed", error);
      }
    }

    private void removeLimits(Connection connection) throws SQLException {
      timeoutBefore = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, NO_TIMEOUT);
      lockTimeoutBefore = null;
      if (connection.getAutoCommit()) {
        try (var statement = connection.createStatement();
            var row = statement.executeQuery("show lock_timeout")) {
          row.next();
          lockTimeoutBefore = row.getString(1);
        }
        setLockTimeout(connection, Integer.toString(NO_TIMEOUT));
      }
    }

    private void restoreLimits(Connection connection) throws SQLException {
      connection.setNetworkTimeout(Runnable::run, timeoutBefore);
      if (lockTimeoutBefore != null) {
        setLockTimeout(connection, lockTimeoutBefore);
      }
    }

    private static void setLockTimeout(Connection connection, String value) throws SQLException {
      try (var statement = connection.createStatement()) {
        statement.execute("set lock_timeout = '%s'".formatted(value));
      }
    }
  }
}
