package dev.slipway.catalogue.listing;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.CountingConnection;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import dev.slipway.web.Formats;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * P7 and P8: how long pages of the administrators' listing take over HTTP, in each order at its
 * beginning and deep in it, with each filter, and for searches of words.
 */
class ListingBenchmark {
  private static final int ROWS =
      Integer.parseInt(System.getenv().getOrDefault("SLIPWAY_BENCHMARK_VIDEOS", "10000000"));

  /** Whether the configured database has the rows already. */
  private static final boolean IS_FILLED =
      Boolean.parseBoolean(System.getenv("SLIPWAY_BENCHMARK_FILLED"));

  private static final int REQUESTS = 40;
  private static final int WARM_UP_REQUESTS = 5;
  private static final double DEPTH = 0.9;
  private static final String PAGE = "/api/videos?limit=50";

  @Test
  void measuresTheListing() throws Exception {
    try (var services = BenchmarkServices.start();
        var application =
            services.startApplication(
                // The videos have no objects, and no background work is done about them meanwhile.
                Map.of(
                    "QUARKUS_SCHEDULER_ENABLED", "false",
                    "SLIPWAY_RECONCILE_EVERY", "0S",
                    "SLIPWAY_RECONCILE_AT_START", "false"));
        var database = services.databaseAdmin().connect();
        var admin = application.connectAs("admin")) {
      if (!IS_FILLED) {
        new ManyVideos(ROWS).fill(database);
      }
      measureOrders(admin, database);
      measure("P7: ms for the first page of 50 of %,d videos, by filter", admin, filters());
      measure("P8: ms for a search among %,d videos", admin, searches());
    }
  }

  private static void measureOrders(CountingConnection admin, Connection database)
      throws SQLException {
    var table =
        new ResultTable(
            "P7: ms for a page of 50 of %,d videos, first and after %.0f%%, against OFFSET"
                .formatted(ROWS, 100 * DEPTH));
    for (var order : orders()) {
      var first = admin.measureGet(PAGE + "&sort=" + order.key(), WARM_UP_REQUESTS, REQUESTS);
      var start = System.nanoTime();
      var cursor = skip(database, order);
      var skipped = (System.nanoTime() - start) / 1e6;
      var deep =
          admin.measureGet(
              PAGE + "&sort=%s&after=%s".formatted(order.key(), cursor),
              WARM_UP_REQUESTS,
              REQUESTS);
      table
          .row("p50, first, " + order.key(), new Samples(first.quantile(0.5)))
          .row("p50, deep, " + order.key(), new Samples(deep.quantile(0.5)))
          .row("p95, deep, " + order.key(), new Samples(deep.quantile(0.95)))
          .row("OFFSET, " + order.key(), new Samples(skipped));
    }
    table.print();
  }

  private static List<ListingOrder> orders() {
    return ListingOrder.Scope.SHOWN.columns().stream()
        .flatMap(column -> Stream.of(true, false).map(down -> new ListingOrder(column, down)))
        .toList();
  }

  /** The position behind a row deep in the list, as a listing with numbered pages finds it. */
  private static String skip(Connection database, ListingOrder order) throws SQLException {
    var key = order.column().expression();
    var direction = order.descending() ? "desc" : "asc";
    var sql =
        "select v.id, %s from video v where %s order by %s %s, v.id %s offset %d limit 1"
            .formatted(
                order.column().type().select(key),
                ListingOrder.Scope.SHOWN.condition(),
                key,
                direction,
                direction,
                (long) (DEPTH * ROWS));
    try (var statement = database.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return new ListingCursor(order, rows.getString(2), rows.getString(1), false).encoded();
    }
  }

  private static void measure(
      String title, CountingConnection admin, Map<String, String> requests) {
    var table = new ResultTable(title.formatted(ROWS));
    requests.forEach(
        (name, query) -> {
          var times = admin.measureGet(PAGE + "&" + query, WARM_UP_REQUESTS, REQUESTS);
          table
              .row("p50, " + name, new Samples(times.quantile(0.5)))
              .row("p95, " + name, new Samples(times.quantile(0.95)));
        });
    table.print();
  }

  /** Each filter of the page, in its usual order and in one that its index doesn't have. */
  private static Map<String, String> filters() {
    var filters =
        List.of(
            "status=rejected",
            "reason=unreadable",
            "type=video/mp4",
            "format=matroska",
            "codec=hevc",
            "codec=prores",
            "owner=account77",
            "owner=account7*",
            "visibility=public",
            "minSize=20+GB",
            "maxSize=1100+kB",
            "minDuration=7100",
            "from=2026-01-01&to=2026-01-31",
            "minLag=30m",
            "orphan=true",
            "missing=true",
            "job=failed",
            "codec=hevc&status=rejected&minSize=400+MB",
            "owner=account77&visibility=public&minDuration=10m",
            "trash=true");
    var requests = new LinkedHashMap<String, String>();
    for (var filter : filters) {
      requests.put(filter, filter);
      if (!filter.startsWith("trash")) {
        requests.put(filter + ", by size", filter + "&sort=-size");
      }
    }
    return requests;
  }

  private static Map<String, String> searches() {
    var requests = new LinkedHashMap<String, String>();
    Arrays.asList("ift", "lisbon", "lisbon winter", "4711042", "GOPR4711", "account77 kyoto", "zzz")
        .forEach(text -> requests.put(text, "q=" + Formats.urlEncoded(text)));
    requests.put("kyoto, by size", "q=kyoto&sort=-size");
    requests.put("kyoto, of one owner", "q=kyoto&owner=account77");
    return requests;
  }
}
