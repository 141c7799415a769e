package dev.slipway.faults;

import dev.slipway.embedded.EmbeddedServicesMain;
import dev.slipway.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** PostgreSQL alone in a process, and SQL from outside the application. */
final class DatabaseServer implements AutoCloseable {
  private final int port = Ports.free();
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private Program program;
  private Map<String, String> properties;

  DatabaseServer(Path directory) {
    this.directory = directory;
    environment.put("SLIPWAY_EMBEDDED_DIR", directory.toString());
    environment.put("SLIPWAY_EMBEDDED_POSTGRES_PORT", Integer.toString(port));
    // So that it is the database alone.
    environment.put("SLIPWAY_STORE_ENDPOINT", "elsewhere");
  }

  int port() {
    return port;
  }

  void start() {
    program = Program.of(EmbeddedServicesMain.class, environment, "http://nowhere");
    properties = ServiceProperties.of(program);
  }

  /** SIGKILL of PostgreSQL itself: what it has not written down is lost. */
  void kill() throws Exception {
    var pid = Files.readAllLines(directory.resolve("postgres").resolve("postmaster.pid")).get(0);
    ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow().destroyForcibly();
    program.kill();
  }

  /** As the application is told; the address is that of a line. */
  Map<String, String> settings(TcpProxy toDatabase) {
    return Map.of(
        "QUARKUS_DATASOURCE_JDBC_URL", url(toDatabase.port()),
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

  long count(String query) {
    return ((Number) query(query).get(0).values().iterator().next()).longValue();
  }

  /** How many notifications are in a state. */
  long countNotifications(String state) {
    return count("select count(*) from notification where state = '%s'".formatted(state));
  }

  boolean isInboxEmpty() {
    return countNotifications("RECEIVED") == 0;
  }

  /** How many of the keys have a current row, of an object that is there. */
  long countCatalogued(Set<String> keys) {
    return query("select object_key from video where latest and missing_since is null").stream()
        .filter(row -> keys.contains(row.get("object_key")))
        .count();
  }

  /** The rows of an answer, each by the names of its columns. */
  List<Map<String, Object>> query(String query) {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var columns = rows.getMetaData();
      var all = new ArrayList<Map<String, Object>>();
      while (rows.next()) {
        var row = new LinkedHashMap<String, Object>();
        for (var column = 1; column <= columns.getColumnCount(); column++) {
          row.put(columns.getColumnLabel(column), rows.getObject(column));
        }
        all.add(row);
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
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
