package dev.slipway.deploy;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import dev.slipway.testing.FreePort;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P9: the time from the start of the production build to its first page, and its idle memory. */
class ProgramStartBenchmark {
  private static final int JDK_VERSION = Runtime.version().feature();

  /** The JDK of the image, for which its AOT cache is created. */
  private static final int MIN_AOT_CACHE_JDK = 25;

  /** The first JDK with {@code -XX:+AutoCreateSharedArchive}, which the start script uses. */
  private static final int MIN_CLASS_ARCHIVE_JDK = 19;

  private final Map<String, String> environment = new HashMap<>();
  private int port;

  @TempDir private Path directory;

  @Test
  void measuresStartTimeAndMemory() throws Exception {
    var build = ProductionBuild.build(directory);
    try (var services = BenchmarkServices.start()) {
      configure(services);
      // The warm-up round also creates the tables and the class archive of the script.
      var runs = new InterleavedRuns<ProgramStart>(1);
      if (JDK_VERSION >= MIN_AOT_CACHE_JDK) {
        build.train();
        runs.with("image without its cache", start(build.withoutCache(), Map.of()))
            .with("image", start(build.withCache(), Map.of()));
      }
      runs.with("archive", start(build.script(), Map.of()));
      if (JDK_VERSION >= MIN_CLASS_ARCHIVE_JDK) {
        var cache = Map.of("CACHE_DIRECTORY", directory.toString());
        runs.with("archive after its first start", start(build.script(), cache));
      }
      print(runs.run());
    }
  }

  private void configure(BenchmarkServices services) {
    environment.putAll(services.environment());
    port = FreePort.find();
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  private Callable<ProgramStart> start(List<String> command, Map<String, String> settings) {
    var merged = new HashMap<>(environment);
    merged.putAll(settings);
    return () -> ProgramStart.of(command, merged, port, directory.resolve("log"));
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
    starts.forEach((name, samples) -> table.row(what + name, Samples.of(samples, measure), first));
  }
}
