package dev.slipway.embedded;

import java.sql.SQLException;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** Where an embedded PostgreSQL is reached, and as whom. */
record PostgresAddress(int port, Login login) {
  static final String USER = "slipway";
  static final String DATABASE = "slipway";
  private static final int TIMEOUT_SECONDS = 5;

  /** The one role of an embedded PostgreSQL. */
  record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
  }

  /** As Quarkus is told. */
  Map<String, String> properties() {
    return Map.of(
        "quarkus.datasource.jdbc.url", jdbcUrl(),
        "quarkus.datasource.username", login.user(),
        "quarkus.datasource.password", login.password());
  }

  /** The one value that the query yields. */
  String queryValue(String query) throws SQLException {
    var source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl());
    source.setConnectTimeout(TIMEOUT_SECONDS);
    source.setSocketTimeout(TIMEOUT_SECONDS);
    try (var connection = source.getConnection(login.user(), login.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
