package dev.slipway.ingest;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.DatabaseAdmin;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.LoadRun;
import dev.slipway.benchmark.LoadRun.Request;
import dev.slipway.benchmark.PackagedApplication;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import dev.slipway.testing.ExternalProgram;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * P6: how many notifications are stored durably in a second, compared with inserting the same rows
 * into PostgreSQL directly.
 */
class NotificationInsertBenchmark {
  private static final Duration IDLE_CHECK = Duration.ofSeconds(1);
  private static final Duration IDLE_CPU = Duration.ofMillis(100);

  private static final int NOTIFICATIONS = 16_000;
  private static final int MANY_CALLERS = 16;

  /** Fewer, because one caller is slower. */
  private static final int NOTIFICATIONS_OF_ONE_CALLER = 2_000;

  /** A table with the columns, checks and indexes of the inbox. */
  private static final String INBOX_COPY = "benchmark_notification";

  private final PutNotifications notifications = new PutNotifications();

  @Test
  void measuresStoredNotifications() throws Exception {
    try (var services = BenchmarkServices.start();
        var application = services.startApplication(Map.of())) {
      var database = services.databaseAdmin();
      database.execute("drop table if exists " + INBOX_COPY);
      database.execute("create table %s (like notification including all)".formatted(INBOX_COPY));
      post(application, database, MANY_CALLERS, NOTIFICATIONS);
      compare(1, NOTIFICATIONS_OF_ONE_CALLER, application, database);
      compare(MANY_CALLERS, NOTIFICATIONS, application, database);
    }
  }

  private void compare(
      int callers, int count, PackagedApplication application, DatabaseAdmin database)
      throws Exception {
    var runs =
        new InterleavedRuns<Double>(1)
            .with("plain", () -> insert(database, callers, count))
            .with(
                "processing",
                () -> whenIdle(application, post(application, database, callers, count)))
            .with(
                "without processing",
                () ->
                    whenIdle(
                        application,
                        postWithBlockedWorkers(application, database, callers, count)));
    if (Pgbench.isInstalled()) {
      runs.with("pgbench", () -> pgbench(database, callers, count));
    }
    print("P6: notifications stored per second, callers: " + callers, runs.run());
  }

  /** Waits until the workers have processed what is left in memory. */
  private static double whenIdle(PackagedApplication application, double result)
      throws InterruptedException {
    Duration before;
    do {
      before = application.cpu();
      Thread.sleep(IDLE_CHECK.toMillis());
    } while (application.cpu().minus(before).compareTo(IDLE_CPU) > 0);
    return result;
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
        .row("notifications, compared with " + name, samples(rates, "processing"), other)
        .row(
            "notifications without processing, compared with " + name,
            samples(rates, "without processing"),
            other);
  }

  private static Samples samples(Map<String, List<Double>> rates, String name) {
    return Samples.of(rates.get(name), rate -> rate);
  }

  /** Notifications per second, while workers process as many as they can. */
  private double post(
      PackagedApplication application, DatabaseAdmin database, int callers, int count)
      throws Exception {
    var work = Stream.generate(() -> requests(count / callers)).limit(callers).toList();
    var perSecond = LoadRun.of(application::connectAsStore, work).perSecond();
    // Unprocessed notifications must not disturb the next measurement.
    truncate(database, "notification");
    return perSecond;
  }

  /** Locks the catalogue, so that workers block, while storing notifications does not need it. */
  private double postWithBlockedWorkers(
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
        .mapToObj(i -> new Request("POST", "/notifications/s3", notifications.next(), 204))
        .toList();
  }

  private static double insert(DatabaseAdmin database, int connections, int count)
      throws SQLException {
    var countForEach = Integer.toString(count / connections);
    try (var program =
        ExternalProgram.of(
            PlainInsertsMain.class,
            database.environment(),
            INBOX_COPY,
            Integer.toString(connections),
            countForEach)) {
      var lines = program.readUntil(PlainInsertsMain.PER_SECOND);
      truncate(database, INBOX_COPY);
      var last = lines.get(lines.size() - 1);
      return Double.parseDouble(last.substring(PlainInsertsMain.PER_SECOND.length()));
    }
  }

  private static double pgbench(DatabaseAdmin database, int connections, int count)
      throws IOException, InterruptedException, SQLException {
    var perSecond = Pgbench.insert(database, INBOX_COPY, connections, count / connections);
    truncate(database, INBOX_COPY);
    return perSecond;
  }

  private static void truncate(DatabaseAdmin database, String table) throws SQLException {
    database.execute("truncate " + table);
  }
}
