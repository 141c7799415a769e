package dev.slipway.benchmark;

import java.util.Map;

/** The same load on the application from one caller and from many, in turns. */
public final class OneAndMany {
  private OneAndMany() {}

  /**
   * Prints a table of both.
   *
   * @param many callers
   */
  public static void print(String title, int many, Loading loading) throws Exception {
    try (var parts = Parts.start();
        var application = parts.application(Map.of())) {
      var loads =
          new Contest<Load>(2)
              .with("one", () -> loading.by(application, 1))
              .with("many", () -> loading.by(application, many))
              .run();
      var one = loads.get("one");
      var crowd = loads.get("many");
      var oneRate = Samples.of(one, Load::perSecond);
      var callers = many + " callers";
      new Table(title)
          .row("a second, 1 caller", oneRate)
          .row("a second, " + callers, Samples.of(crowd, Load::perSecond), oneRate)
          .row("p50 in ms, 1 caller", Samples.of(one, Load::p50))
          .row("p99 in ms, 1 caller", Samples.of(one, Load::p99))
          .row("p50 in ms, " + callers, Samples.of(crowd, Load::p50))
          .row("p99 in ms, " + callers, Samples.of(crowd, Load::p99))
          .print();
    }
  }

  /** So many callers at once. */
  public interface Loading {
    Load by(Application application, int callers) throws Exception;
  }
}
