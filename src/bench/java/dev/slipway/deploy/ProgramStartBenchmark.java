package dev.slipway.deploy;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P9: how soon what is shipped answers after its start, and what memory it has when idle. */
class ProgramStartBenchmark {
  private static final int JDK_VERSION = Runtime.version().feature();

  /** The one that the image has. */
  private static final int MIN_AOT_CACHE_JDK = 25;

  private static final int MIN_CLASS_ARCHIVE_JDK = 19;

  private final Map<String, String> environment = new HashMap<>();
  private int port;

  @TempDir private Path directory;

  @Test
  void measuresStartTimeAndMemory() throws Exception {
    var build = ProductionBuild.in(directory);
    try (var parts = BenchmarkServices.start()) {
      configure(parts);
      // The first round also creates the tables and fills the script's cache.
      var contest = new InterleavedRuns<ProgramStart>(1);
      if (JDK_VERSION >= MIN_AOT_CACHE_JDK) {
        build.train();
        contest
            .with("image without its cache", start(build.withoutCache(), Map.of()))
            .with("image", start(build.withCache(), Map.of()));
      }
      contest.with("archive", start(build.script(), Map.of()));
      if (JDK_VERSION >= MIN_CLASS_ARCHIVE_JDK) {
        var cache = Map.of("CACHE_DIRECTORY", directory.toString());
        contest.with("archive after its first start", start(build.script(), cache));
      }
      print(contest.run());
    }
  }

  private void configure(BenchmarkServices parts) {
    environment.putAll(parts.environment());
    port = BenchmarkServices.freePort();
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(BenchmarkServices.freePort()));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  private Callable<ProgramStart> start(List<String> command, Map<String, String> settings) {
    var all = new HashMap<>(environment);
    all.putAll(settings);
    return () -> ProgramStart.of(command, all, port, directory.resolve("log"));
  }

  private static void print(Map<String, List<ProgramStart>> starts) {
    var table = new ResultTable("P9, JDK %d".formatted(JDK_VERSION));
    addRows(table, "ms to the first page, ", starts, ProgramStart::millis);
    addRows(table, "MiB when idle, ", starts, ProgramStart::idleMebibytes);
    table.print();
  }

  private static void addRows(
      ResultTable table,
      String what,
      Map<String, List<ProgramStart>> starts,
      ToDoubleFunction<ProgramStart> measure) {
    var first = Samples.of(starts.values().iterator().next(), measure);
    starts.forEach((name, own) -> table.row(what + name, Samples.of(own, measure), first));
  }
}
