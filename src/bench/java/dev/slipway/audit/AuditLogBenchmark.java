package dev.slipway.audit;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.BulkTableLoader;
import dev.slipway.benchmark.CountingConnection;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** P18: how long searches of a large audit log take over HTTP, at its beginning and deep in it. */
class AuditLogBenchmark {
  private static final int ROWS =
      Integer.parseInt(System.getenv().getOrDefault("SLIPWAY_BENCHMARK_AUDIT_ROWS", "10000000"));

  private static final int REQUESTS = 100;
  private static final int WARM_UP_REQUESTS = 10;

  /** Thirteen months, four thousand accounts, and five entries about each video. */
  private static final String ENTRIES =
      """
      insert into audit_entry (at, actor, action, subject, detail, address)
      select now() - (%1$d - i) * (interval '400 days' / %1$d),
        case when k < 40 then 'store' when k < 65 then 'system' when k < 68 then 'anonymous'
          else 'account' || n end,
        case when k < 40 then (array['video.stored', 'video.missing', 'video.found'])[1 + k / 14]
          when k < 65
            then (array['processing.started', 'video.ready', 'video.renditions', 'video.purged'])[1 + k %% 4]
          when k < 68 then 'login.failed'
          else (array['upload.opened', 'upload.resigned', 'video.edited', 'video.trashed',
            'share.created', 'login.succeeded', 'access.denied', 'token.created'])[1 + k %% 8] end,
        case when k between 65 and 67 then 'account' || n
          else substr(translate(md5('video' || i / 5), '0189', 'ghij'), 1, 25) || 'a' end,
        case when k < 65 then i || ' bytes, video/mp4' when k < 68 then 'password'
          else 'holiday ' || i %% 100000 || '.mp4' end,
        case when k >= 65 then '203.0.' || n %% 128 || '.' || n / 128 end
      from (select i, abs(hashint8(i)) %% 100 as k, abs(hashint8(i + 1)) %% 4096 as n
        from generate_series(1, %1$d) as i) as past\
      """;

  @Test
  void measuresSearches() throws Exception {
    try (var services = BenchmarkServices.start();
        var application =
            services.startApplication(
                Map.of("SLIPWAY_RECONCILE_EVERY", "0S", "SLIPWAY_RECONCILE_AT_START", "false"))) {
      try (var database = services.databaseAdmin().connect()) {
        new BulkTableLoader("audit_entry", ENTRIES.formatted(ROWS)).run(database);
      }
      try (var admin = application.connectAs("admin")) {
        measure(admin);
      }
    }
  }

  private static void measure(CountingConnection admin) {
    var table =
        new ResultTable("P18: ms for a page of 50 of %,d audit entries, 1 caller".formatted(ROWS));
    filters()
        .forEach(
            (name, query) -> {
              var times = admin.measureGet("/api/audit?" + query, WARM_UP_REQUESTS, REQUESTS);
              table
                  .row("p50, " + name, new Samples(times.quantile(0.5)))
                  .row("p95, " + name, new Samples(times.quantile(0.95)));
            });
    table.print();
  }

  private static Map<String, String> filters() {
    var middle = Instant.now().minus(200, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    var queries = new LinkedHashMap<String, String>();
    queries.put("all, newest", "");
    queries.put("all, in the middle", "to=" + middle);
    queries.put("one account, newest", "actor=account77");
    queries.put("one account, in the middle", "actor=account77&to=" + middle);
    queries.put("system", "actor=system");
    queries.put("one action", "action=login.failed");
    queries.put("one action, in the middle", "action=login.failed&to=" + middle);
    queries.put("actions that begin alike", "action=video.");
    queries.put("actions that begin alike, in the middle", "action=video.&to=" + middle);
    queries.put("one object", "subject=account77");
    queries.put("one address", "address=203.0.77.0");
    queries.put("account and action", "actor=account77&action=login.succeeded");
    queries.put("account and actions that begin alike", "actor=account77&action=login.");
    queries.put("account and a word", "actor=account77&q=nowhere");
    queries.put("a frequent word", "q=holiday");
    queries.put(
        "a rare word within a day",
        "q=nowhere&from=%s&to=%s".formatted(middle.minus(1, ChronoUnit.DAYS), middle));
    return queries;
  }
}
