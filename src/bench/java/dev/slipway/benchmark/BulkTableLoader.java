package dev.slipway.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Fills a table with very many rows: without its keys and indexes, which are made again after. */
public final class BulkTableLoader {
  private static final String CONSTRAINTS =
      "select conname, pg_get_constraintdef(oid) from pg_constraint"
          + " where conrelid = '%s'::regclass and contype in ('p', 'u', 'f')";
  private static final String INDEXES =
      "select indexname, indexdef from pg_indexes where tablename = '%s'";

  /** Sorting ten million keys in what is given by default takes several times as long. */
  private static final String SET_SORT_MEMORY = "set maintenance_work_mem = '512MB'";

  private final String table;
  private final String insert;

  /**
   * @param insert adds the rows
   */
  public BulkTableLoader(String table, String insert) {
    this.table = table;
    this.insert = insert;
  }

  public void run(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(SET_SORT_MEMORY);
      var constraints = definitions(statement, CONSTRAINTS);
      for (var one : constraints) {
        statement.execute("alter table %s drop constraint %s".formatted(table, one.name()));
      }
      var indexes = definitions(statement, INDEXES);
      for (var one : indexes) {
        statement.execute("drop index " + one.name());
      }
      statement.execute(insert);
      for (var one : indexes) {
        statement.execute(one.definition());
      }
      for (var one : constraints) {
        statement.execute(
            "alter table %s add constraint %s %s".formatted(table, one.name(), one.definition()));
      }
      statement.execute("vacuum analyze " + table);
    }
  }

  private List<Definition> definitions(Statement statement, String query) throws SQLException {
    var definitions = new ArrayList<Definition>();
    try (var rows = statement.executeQuery(query.formatted(table))) {
      while (rows.next()) {
        definitions.add(new Definition(rows.getString(1), rows.getString(2)));
      }
    }
    return definitions;
  }

  private record Definition(String name, String definition) {}
}
