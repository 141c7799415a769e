package dev.slipway.ingest;

import dev.slipway.benchmark.DatabaseAdmin;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Inserts notifications into a table as fast as PostgreSQL stores them, each in its own
 * transaction, like {@code pgbench}. It runs as a separate program, so that it does not share a JVM
 * with the benchmark.
 */
public final class PlainInsertsMain {
  static final String PER_SECOND = "PER SECOND ";
  static final String INSERT =
      "insert into %s"
          + " (received_at, transport, body, state, tries, failures, next_try_at, replays)"
          + " values (now(), 'webhook', %s, 'RECEIVED', 0, 0, now(), 0)";

  private static final int WARM_UP_INSERTS = 1000;

  private PlainInsertsMain() {}

  /**
   * @param arguments the table, the number of connections and the number of inserts on each
   */
  public static void main(String... arguments) throws Exception {
    var database = new DatabaseAdmin(System.getenv());
    var insert = INSERT.formatted(arguments[0], "?");
    var connections = Integer.parseInt(arguments[1]);
    var count = Integer.parseInt(arguments[2]);
    insert(database, insert, connections, WARM_UP_INSERTS / connections);
    System.out.println(PER_SECOND + insert(database, insert, connections, count));
  }

  private static double insert(DatabaseAdmin database, String insert, int connections, int count)
      throws Exception {
    var start = new CyclicBarrier(connections + 1);
    var executor = Executors.newFixedThreadPool(connections);
    try {
      var results = new ArrayList<Future<?>>();
      for (var i = 0; i < connections; i++) {
        results.add(executor.submit(() -> insert(database, insert, count, start)));
      }
      start.await();
      var startedAt = System.nanoTime();
      for (var result : results) {
        result.get();
      }
      return (double) connections * count / (System.nanoTime() - startedAt) * 1e9;
    } finally {
      executor.shutdownNow();
    }
  }

  private static Void insert(DatabaseAdmin database, String insert, int count, CyclicBarrier start)
      throws Exception {
    try (var connection = database.connect()) {
      start.await();
      insert(connection, insert, count);
      return null;
    }
  }

  private static void insert(Connection connection, String insert, int count) throws SQLException {
    var notifications = new PutNotifications();
    try (var statement = connection.prepareStatement(insert)) {
      for (var i = 0; i < count; i++) {
        statement.setBytes(1, notifications.next().getBytes(StandardCharsets.UTF_8));
        statement.executeUpdate();
      }
    }
  }
}
