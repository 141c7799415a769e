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
 * What {@code pgbench} does, where there is none: inserts notifications into a table as fast as
 * PostgreSQL keeps them, each a transaction of its own. A program of its own, so that it does not
 * share a JVM with what it is compared to.
 */
public final class PlainInsertsMain {
  static final String PER_SECOND = "PER SECOND ";
  static final String INSERT =
      "insert into %s"
          + " (received_at, transport, body, state, tries, failures, next_try_at, replays)"
          + " values (now(), 'webhook', %s, 'RECEIVED', 0, 0, now(), 0)";

  /** In a JVM that has just begun. */
  private static final int WARM_UPS = 1000;

  private PlainInsertsMain() {}

  /**
   * @param arguments table, connections, and how many inserts on each
   */
  public static void main(String... arguments) throws Exception {
    var database = new DatabaseAdmin(System.getenv());
    var insert = INSERT.formatted(arguments[0], "?");
    var connections = Integer.parseInt(arguments[1]);
    var each = Integer.parseInt(arguments[2]);
    insert(database, insert, connections, WARM_UPS / connections);
    System.out.println(PER_SECOND + insert(database, insert, connections, each));
  }

  private static double insert(DatabaseAdmin database, String insert, int connections, int each)
      throws Exception {
    var start = new CyclicBarrier(connections + 1);
    var callers = Executors.newFixedThreadPool(connections);
    try {
      var all = new ArrayList<Future<?>>();
      for (var i = 0; i < connections; i++) {
        all.add(callers.submit(() -> insert(database, insert, each, start)));
      }
      start.await();
      var began = System.nanoTime();
      for (var one : all) {
        one.get();
      }
      return (double) connections * each / (System.nanoTime() - began) * 1e9;
    } finally {
      callers.shutdownNow();
    }
  }

  private static Void insert(DatabaseAdmin database, String insert, int each, CyclicBarrier start)
      throws Exception {
    try (var connection = database.connect()) {
      start.await();
      insert(connection, insert, each);
      return null;
    }
  }

  private static void insert(Connection connection, String insert, int each) throws SQLException {
    var notices = new PutNotifications();
    try (var statement = connection.prepareStatement(insert)) {
      for (var i = 0; i < each; i++) {
        statement.setBytes(1, notices.next().getBytes(StandardCharsets.UTF_8));
        statement.executeUpdate();
      }
    }
  }
}
