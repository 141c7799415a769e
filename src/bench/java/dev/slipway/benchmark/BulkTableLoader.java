package dev.slipway.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills a table with millions of rows: drops its constraints and indexes first, and the foreign
 * keys that refer to it, and restores them.
 */
public final class BulkTableLoader {
  private static final String CONSTRAINTS =
      "select '%1$s', conname, pg_get_constraintdef(oid) from pg_constraint"
          + " where conrelid = '%1$s'::regclass and contype in ('p', 'u', 'f')";

  /** Foreign keys of other tables, with the name of the table. */
  private static final String REFERENCES =
      "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
          + " where confrelid = '%s'::regclass and contype = 'f'";

  private static final String INDEXES =
      "select tablename, indexname, indexdef from pg_indexes where tablename = '%s'";

  /** With the default memory, sorting ten million keys takes several times as long. */
  private static final String SET_SORT_MEMORY = "set maintenance_work_mem = '512MB'";

  private final String table;
  private final String insert;

  /**
   * Creates a loader.
   *
   * @param insert the statement that inserts all rows
   */
  public BulkTableLoader(String table, String insert) {
    this.table = table;
    this.insert = insert;
  }

  /** Takes minutes for ten million rows. */
  public void run(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(SET_SORT_MEMORY);
      var references = definitions(statement, REFERENCES);
      for (var reference : references) {
        statement.execute(
            "alter table %s drop constraint %s".formatted(reference.table(), reference.name()));
      }
      var constraints = definitions(statement, CONSTRAINTS);
      for (var constraint : constraints) {
        statement.execute("alter table %s drop constraint %s".formatted(table, constraint.name()));
      }
      var indexes = definitions(statement, INDEXES);
      for (var index : indexes) {
        statement.execute("drop index " + index.name());
      }
      statement.execute(insert);
      for (var index : indexes) {
        statement.execute(index.definition());
      }
      for (var constraint : constraints) {
        statement.execute(
            "alter table %s add constraint %s %s"
                .formatted(table, constraint.name(), constraint.definition()));
      }
      for (var reference : references) {
        statement.execute(
            "alter table %s add constraint %s %s"
                .formatted(reference.table(), reference.name(), reference.definition()));
      }
      statement.execute("vacuum analyze " + table);
    }
  }

  private List<Definition> definitions(Statement statement, String query) throws SQLException {
    var definitions = new ArrayList<Definition>();
    try (var rows = statement.executeQuery(query.formatted(table))) {
      while (rows.next()) {
        definitions.add(new Definition(rows.getString(1), rows.getString(2), rows.getString(3)));
      }
    }
    return definitions;
  }

  private record Definition(String table, String name, String definition) {}
}
