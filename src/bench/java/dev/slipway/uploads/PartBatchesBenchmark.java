package dev.slipway.uploads;

import dev.slipway.benchmark.Application;
import dev.slipway.benchmark.Contest;
import dev.slipway.benchmark.Load;
import dev.slipway.benchmark.Load.Request;
import dev.slipway.benchmark.Parts;
import dev.slipway.benchmark.Samples;
import dev.slipway.benchmark.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** P4 over HTTP: how many batches of a hundred parts are recorded and signed in a second. */
class PartBatchesBenchmark {
  private static final int BATCHES_EACH = 100;
  private static final int MANY = 16;

  @Test
  void signsBatches() throws Exception {
    try (var parts = Parts.start();
        var application = parts.application(Map.of())) {
      var loads =
          new Contest<Load>(2)
              .with("one", () -> load(application, 1))
              .with("many", () -> load(application, MANY))
              .run();
      var one = loads.get("one");
      var many = loads.get("many");
      var oneRate = Samples.of(one, Load::perSecond);
      new Table("P4: POST /api/uploads/{id}/parts, a hundred parts in each")
          .row("a second, 1 caller", oneRate)
          .row("a second, 16 callers", Samples.of(many, Load::perSecond), oneRate)
          .row("p50 in ms, 1 caller", Samples.of(one, Load::p50))
          .row("p99 in ms, 1 caller", Samples.of(one, Load::p99))
          .row("p50 in ms, 16 callers", Samples.of(many, Load::p50))
          .row("p99 in ms, 16 callers", Samples.of(many, Load::p99))
          .print();
    }
  }

  private static Load load(Application application, int callers) throws Exception {
    List<List<Request>> work = new ArrayList<>();
    for (var caller = 0; caller < callers; caller++) {
      work.add(PartBatches.of(application, BATCHES_EACH));
    }
    return Load.of(application, work);
  }
}
