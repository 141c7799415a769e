package dev.slipway.benchmark;

import java.util.Map;

/** Compares the load of one caller with the load of many callers. */
public final class ConcurrencyComparison {
  private ConcurrencyComparison() {}

  /**
   * Runs both loads in turns and prints a table.
   *
   * @param many the number of callers in the second load
   */
  public static void print(String title, int many, Load load) throws Exception {
    try (var services = BenchmarkServices.start();
        var application = services.startApplication(Map.of())) {
      var runs =
          new InterleavedRuns<LoadRun>(2)
              .with("one", () -> load.run(services, application, 1))
              .with("many", () -> load.run(services, application, many))
              .run();
      var oneCaller = runs.get("one");
      var manyCallers = runs.get("many");
      var oneRate = Samples.of(oneCaller, LoadRun::perSecond);
      var callers = many + " callers";
      new ResultTable(title)
          .row("requests per second, 1 caller", oneRate)
          .row(
              "requests per second, " + callers,
              Samples.of(manyCallers, LoadRun::perSecond),
              oneRate)
          .row("p50 in ms, 1 caller", Samples.of(oneCaller, LoadRun::p50))
          .row("p99 in ms, 1 caller", Samples.of(oneCaller, LoadRun::p99))
          .row("p50 in ms, " + callers, Samples.of(manyCallers, LoadRun::p50))
          .row("p99 in ms, " + callers, Samples.of(manyCallers, LoadRun::p99))
          .print();
    }
  }

  /** Sends requests from a number of concurrent callers. */
  public interface Load {
    LoadRun run(BenchmarkServices services, PackagedApplication application, int callers)
        throws Exception;
  }
}
