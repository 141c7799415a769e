package dev.slipway.faults;

import dev.slipway.embedded.EmbeddedServicesMain;
import dev.slipway.testing.ExternalProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The embedded PostgreSQL in a separate process, queried without the application. */
final class DatabaseServer implements AutoCloseable {
  private static final int VALIDATION_TIMEOUT_SECONDS = 5;

  private final int port = Ports.free();
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private ExternalProgram program;
  private Map<String, String> properties;

  /** Tests poll: a login for each query would cost more than the query. */
  private Connection reused;

  DatabaseServer(Path directory) {
    this.directory = directory;
    environment.putAll(FaultSuiteSettings.QUICK_START);
    environment.put("SLIPWAY_EMBEDDED_DIR", directory.toString());
    environment.put("SLIPWAY_EMBEDDED_POSTGRES_PORT", Integer.toString(port));
    // With a configured store, only the embedded database starts.
    environment.put("SLIPWAY_STORE_ENDPOINT", "elsewhere");
  }

  int port() {
    return port;
  }

  void start() {
    program = ExternalProgram.of(EmbeddedServicesMain.class, environment, "http://nowhere");
    properties = ServiceProperties.of(program);
  }

  /** Kills PostgreSQL with SIGKILL: it loses transactions that are not in its log yet. */
  void kill() throws Exception {
    var pid = Files.readAllLines(directory.resolve("postgres").resolve("postmaster.pid")).get(0);
    ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow().destroyForcibly();
    program.kill();
  }

  /** The settings of the application, which reaches the database through a proxy. */
  Map<String, String> settings(TcpProxy proxy) {
    return Map.of(
        "QUARKUS_DATASOURCE_JDBC_URL", url(proxy.port()),
        "QUARKUS_DATASOURCE_USERNAME", properties.get("quarkus.datasource.username"),
        "QUARKUS_DATASOURCE_PASSWORD", properties.get("quarkus.datasource.password"));
  }

  void execute(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /**
   * Lets nobody write to a table, but everybody read it and lock rows, until the result is closed.
   */
  AutoCloseable lock(String table) {
    try {
      var connection = connect();
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("lock table " + table + " in share row exclusive mode");
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(table, e);
    }
  }

  /**
   * Ends all connections, as a failover does. New ones can only read, as from a standby that has
   * not been promoted yet, or write again.
   */
  void failOver(boolean readOnly) {
    execute(
        """
        begin read write;
        do $$ begin
          execute format(
            'alter database %%I set default_transaction_read_only = %s', current_database());
        end $$;
        commit;
        select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()
        """
            .formatted(readOnly));
  }

  long count(String sql) {
    return ((Number) query(sql).get(0).values().iterator().next()).longValue();
  }

  /** Counts the notifications in a state. */
  long countNotifications(String state) {
    return count("select count(*) from notification where state = '%s'".formatted(state));
  }

  boolean isInboxEmpty() {
    return countNotifications("RECEIVED") == 0;
  }

  /** Counts the keys that have a current row without {@code missing_since}. */
  long countCatalogued(Set<String> keys) {
    return query("select object_key from video where latest and missing_since is null").stream()
        .filter(row -> keys.contains(row.get("object_key")))
        .count();
  }

  /** Returns the rows of a query, each as a map from column label to value. */
  synchronized List<Map<String, Object>> query(String sql) {
    try {
      if (reused == null || !reused.isValid(VALIDATION_TIMEOUT_SECONDS)) {
        closeReused();
        reused = connect();
      }
      return query(reused, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static List<Map<String, Object>> query(Connection connection, String sql)
      throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var columns = rows.getMetaData();
      var result = new ArrayList<Map<String, Object>>();
      while (rows.next()) {
        var row = new LinkedHashMap<String, Object>();
        for (var column = 1; column <= columns.getColumnCount(); column++) {
          row.put(columns.getColumnLabel(column), comparable(rows.getObject(column)));
        }
        result.add(row);
      }
      return result;
    }
  }

  /** Arrays of the driver differ from each other, although their elements don't. */
  private static Object comparable(Object value) throws SQLException {
    return value instanceof Array array ? List.of((Object[]) array.getArray()) : value;
  }

  @Override
  public void close() {
    closeReused();
    if (program != null) {
      program.close();
    }
  }

  private synchronized void closeReused() {
    try {
      if (reused != null) {
        reused.close();
      }
    } catch (SQLException broken) {
      // The server has closed it.
    }
    reused = null;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        url(port),
        properties.get("quarkus.datasource.username"),
        properties.get("quarkus.datasource.password"));
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:%d/slipway".formatted(port);
  }
}
