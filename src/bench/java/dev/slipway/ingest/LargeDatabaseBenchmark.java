package dev.slipway.ingest;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.DatabaseAdmin;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.LoadRun;
import dev.slipway.benchmark.LoadRun.Request;
import dev.slipway.benchmark.PackagedApplication;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import dev.slipway.benchmark.StoreAdmin;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.Mp4Header;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * P11: how many notifications of new objects are stored and processed in a second, with few and
 * with very many rows of videos and notifications in the database.
 */
class LargeDatabaseBenchmark {
  private static final int FEW_ROWS = 100_000;
  private static final int MANY_ROWS =
      Integer.parseInt(System.getenv().getOrDefault("SLIPWAY_BENCHMARK_ROWS", "1000000"));

  private static final int NOTIFICATIONS = 1_600;
  private static final int CALLERS = 16;
  private static final byte[] FILE = Mp4Header.bytes(64, 1);
  private static final String LARGE_DATABASE = "slipway_benchmark";
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  /** Without reconciliation, because the bucket has no objects for the generated rows. */
  private static final Map<String, String> WITHOUT_RECONCILIATION =
      Map.of("SLIPWAY_RECONCILE_AT_START", "false", "SLIPWAY_RECONCILE_EVERY", "0S");

  private final PutNotifications notifications = new PutNotifications();
  private final SecureRandom random = new SecureRandom();

  @Test
  void measuresProcessedNotifications() throws Exception {
    try (var services = BenchmarkServices.start()) {
      var small = services.databaseAdmin();
      small.execute("create database " + LARGE_DATABASE);
      try {
        compare(services, small, small.forDatabase(LARGE_DATABASE));
      } finally {
        small.execute("drop database %s with (force)".formatted(LARGE_DATABASE));
      }
    }
  }

  /** The benchmark sends the notifications itself: the store's own events go elsewhere. */
  private void compare(BenchmarkServices services, DatabaseAdmin small, DatabaseAdmin large)
      throws Exception {
    try (var withFew = services.startReplica(settings(small));
        var withMany = services.startReplica(settings(large))) {
      var rows = new HistoricalRows(services.storeAdmin().bucket());
      rows.fill(small, FEW_ROWS);
      rows.fill(large, MANY_ROWS);
      var rates =
          new InterleavedRuns<Double>(1)
              .with("few", () -> storeAndProcess(withFew, small, services.storeAdmin()))
              .with("many", () -> storeAndProcess(withMany, large, services.storeAdmin()))
              .run();
      var few = Samples.of(rates.get("few"), rate -> rate);
      new ResultTable("P11: notifications stored and processed per second, callers: " + CALLERS)
          .row("%,d videos and notifications".formatted(FEW_ROWS), few)
          .row(
              "%,d videos and notifications".formatted(MANY_ROWS),
              Samples.of(rates.get("many"), rate -> rate),
              few)
          .print();
    }
  }

  private static Map<String, String> settings(DatabaseAdmin database) {
    var settings = new HashMap<>(WITHOUT_RECONCILIATION);
    settings.putAll(database.environment());
    return settings;
  }

  private double storeAndProcess(
      PackagedApplication application, DatabaseAdmin database, StoreAdmin store) throws Exception {
    var work = split(put(store).stream().map(this::notificationOf).toList());
    var startedAt = System.nanoTime();
    LoadRun.of(application::connectAsStore, work);
    awaitProcessed(database);
    return NOTIFICATIONS / ((System.nanoTime() - startedAt) / 1e9);
  }

  private List<String> put(StoreAdmin store) throws Exception {
    var keys =
        Stream.generate(() -> ObjectKey.ofSource(RandomId.random(random)).value())
            .limit(NOTIFICATIONS)
            .toList();
    var pool = Executors.newFixedThreadPool(StoreAdmin.MAX_CONCURRENT_CALLS);
    try {
      var puts = keys.stream().map(key -> pool.submit(() -> store.put(key, FILE))).toList();
      for (var put : puts) {
        put.get();
      }
    } finally {
      pool.shutdownNow();
    }
    return keys;
  }

  private Request notificationOf(String key) {
    var id = new ObjectKey(key).uploadId().orElseThrow();
    return new Request("POST", "/notifications/s3", notifications.about(id), 204);
  }

  private static List<List<Request>> split(List<Request> requests) {
    var countForEach = requests.size() / CALLERS;
    var work = new ArrayList<List<Request>>();
    for (var caller = 0; caller < CALLERS; caller++) {
      work.add(requests.subList(caller * countForEach, (caller + 1) * countForEach));
    }
    return work;
  }

  private static void awaitProcessed(DatabaseAdmin database) throws SQLException {
    while (database.queryNumber("select count(*) from notification where state = 'RECEIVED'") > 0) {
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
  }
}
