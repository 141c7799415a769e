package dev.slipway.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Looks into the database and prepares it, past the application. */
public final class DatabaseAdmin {
  private static final String URL = "QUARKUS_DATASOURCE_JDBC_URL";
  private static final String USER = "QUARKUS_DATASOURCE_USERNAME";
  private static final String PASSWORD = "QUARKUS_DATASOURCE_PASSWORD";

  private final Map<String, String> environment;

  /**
   * @param environment names the database, as the application is told
   */
  public DatabaseAdmin(Map<String, String> environment) {
    this.environment =
        Map.of(
            URL, environment.get(URL),
            USER, environment.get(USER),
            PASSWORD, environment.get(PASSWORD));
  }

  /** Another database of the same server. */
  public DatabaseAdmin forDatabase(String name) {
    var other = new HashMap<>(environment);
    other.put(URL, url().replaceFirst("/[^/?]+(\\?.*)?$", "/" + name + "$1"));
    return new DatabaseAdmin(other);
  }

  /** For a program of its own: with it another owner can be made. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Such as {@code jdbc:postgresql://127.0.0.1:5432/slipway}. */
  public String url() {
    return environment.get(URL);
  }

  public String user() {
    return environment.get(USER);
  }

  public String password() {
    return environment.get(PASSWORD);
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), user(), password());
  }

  public void execute(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The one number that the query yields. */
  public long queryNumber(String query) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
