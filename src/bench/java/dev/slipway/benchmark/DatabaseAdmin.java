package dev.slipway.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Queries and prepares the database directly, without the application. */
public final class DatabaseAdmin {
  private static final String URL = "QUARKUS_DATASOURCE_JDBC_URL";
  private static final String USER = "QUARKUS_DATASOURCE_USERNAME";
  private static final String PASSWORD = "QUARKUS_DATASOURCE_PASSWORD";

  private final Map<String, String> environment;

  /**
   * Reads the URL and the credentials of the database.
   *
   * @param environment the settings of the application
   */
  public DatabaseAdmin(Map<String, String> environment) {
    this.environment =
        Map.of(
            URL, environment.get(URL),
            USER, environment.get(USER),
            PASSWORD, environment.get(PASSWORD));
  }

  /** Returns another database of the same server. */
  public DatabaseAdmin forDatabase(String name) {
    var other = new HashMap<>(environment);
    other.put(URL, url().replaceFirst("/[^/?]+(\\?.*)?$", "/" + name + "$1"));
    return new DatabaseAdmin(other);
  }

  /** The settings for a separate program, which creates its own instance with them. */
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

  /** Returns the number that a query selects. */
  public long queryNumber(String query) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
