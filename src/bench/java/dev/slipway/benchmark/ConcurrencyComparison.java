package dev.slipway.benchmark;

import java.util.Map;

/** The same load on the application from one caller and from many, in turns. */
public final class ConcurrencyComparison {
  private ConcurrencyComparison() {}

  /**
   * Prints a table of both.
   *
   * @param many callers
   */
  public static void print(String title, int many, Load loading) throws Exception {
    try (var parts = BenchmarkServices.start();
        var application = parts.startApplication(Map.of())) {
      var loads =
          new InterleavedRuns<LoadRun>(2)
              .with("one", () -> loading.run(application, 1))
              .with("many", () -> loading.run(application, many))
              .run();
      var one = loads.get("one");
      var crowd = loads.get("many");
      var oneRate = Samples.of(one, LoadRun::perSecond);
      var callers = many + " callers";
      new ResultTable(title)
          .row("requests per second, 1 caller", oneRate)
          .row("requests per second, " + callers, Samples.of(crowd, LoadRun::perSecond), oneRate)
          .row("p50 in ms, 1 caller", Samples.of(one, LoadRun::p50))
          .row("p99 in ms, 1 caller", Samples.of(one, LoadRun::p99))
          .row("p50 in ms, " + callers, Samples.of(crowd, LoadRun::p50))
          .row("p99 in ms, " + callers, Samples.of(crowd, LoadRun::p99))
          .print();
    }
  }

  /** So many callers at once. */
  public interface Load {
    LoadRun run(PackagedApplication application, int callers) throws Exception;
  }
}
