package dev.slipway.ingest;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.DatabaseAdmin;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.LoadRun;
import dev.slipway.benchmark.LoadRun.Request;
import dev.slipway.benchmark.PackagedApplication;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import dev.slipway.testing.Program;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * P6: how many notifications are made durable in a second, beside what PostgreSQL alone does with
 * the same rows.
 */
class NotificationInsertBenchmark {
  private static final int NOTIFICATIONS = 16_000;
  private static final int MANY = 16;

  /** One caller takes longer over the same number. */
  private static final int FROM_ONE = 2_000;

  /** Has the columns, checks and indexes of the inbox. */
  private static final String LIKE_INBOX = "benchmark_notification";

  private final PutNotifications notices = new PutNotifications();

  @Test
  void insertsNotifications() throws Exception {
    try (var parts = BenchmarkServices.start();
        var application = parts.application(Map.of())) {
      var database = parts.databaseOwner();
      database.execute("drop table if exists " + LIKE_INBOX);
      database.execute("create table %s (like notification including all)".formatted(LIKE_INBOX));
      post(application, database, MANY, NOTIFICATIONS);
      compare(1, FROM_ONE, application, database);
      compare(MANY, NOTIFICATIONS, application, database);
    }
  }

  private void compare(
      int callers, int count, PackagedApplication application, DatabaseAdmin database)
      throws Exception {
    var contest =
        new InterleavedRuns<Double>(1)
            .with("plain", () -> insert(database, callers, count))
            .with("applying", () -> post(application, database, callers, count))
            .with("alone", () -> postWhileNothingIsApplied(application, database, callers, count));
    if (Pgbench.isThere()) {
      contest.with("pgbench", () -> pgbench(database, callers, count));
    }
    print("P6: notifications kept a second, callers: " + callers, contest.run());
  }

  private static void print(String title, Map<String, List<Double>> rates) {
    var table = new ResultTable(title);
    compare(table, "plain inserts", samples(rates, "plain"), rates);
    if (rates.containsKey("pgbench")) {
      compare(table, "pgbench", samples(rates, "pgbench"), rates);
    }
    table.print();
  }

  private static void compare(
      ResultTable table, String name, Samples other, Map<String, List<Double>> rates) {
    table
        .row(name, other)
        .row("notifications, beside " + name, samples(rates, "applying"), other)
        .row("notifications, none applied, beside " + name, samples(rates, "alone"), other);
  }

  private static Samples samples(Map<String, List<Double>> rates, String name) {
    return Samples.of(rates.get(name), rate -> rate);
  }

  /** A second, while workers apply as many of them as they can. */
  private double post(
      PackagedApplication application, DatabaseAdmin database, int callers, int count)
      throws Exception {
    var work = Stream.generate(() -> requests(count / callers)).limit(callers).toList();
    var perSecond = LoadRun.of(application::connectAsStore, work).perSecond();
    // What is not applied by now must not disturb whoever comes next.
    empty(database, "notification");
    return perSecond;
  }

  /** Whoever applies one waits for the catalogue; whoever keeps one does not need it. */
  private double postWhileNothingIsApplied(
      PackagedApplication application, DatabaseAdmin database, int callers, int count)
      throws Exception {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table video in access exclusive mode");
      return post(application, database, callers, count);
    }
  }

  private List<Request> requests(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Request("POST", "/notifications/s3", notices.next(), 204))
        .toList();
  }

  private static double insert(DatabaseAdmin database, int connections, int count)
      throws SQLException {
    var each = Integer.toString(count / connections);
    try (var program =
        Program.of(
            PlainInsertsMain.class,
            database.environment(),
            LIKE_INBOX,
            Integer.toString(connections),
            each)) {
      var lines = program.linesUpTo(PlainInsertsMain.PER_SECOND);
      empty(database, LIKE_INBOX);
      var last = lines.get(lines.size() - 1);
      return Double.parseDouble(last.substring(PlainInsertsMain.PER_SECOND.length()));
    }
  }

  private static double pgbench(DatabaseAdmin database, int connections, int count)
      throws IOException, InterruptedException, SQLException {
    var perSecond = Pgbench.insert(database, LIKE_INBOX, connections, count / connections);
    empty(database, LIKE_INBOX);
    return perSecond;
  }

  private static void empty(DatabaseAdmin database, String table) throws SQLException {
    database.execute("truncate " + table);
  }
}
