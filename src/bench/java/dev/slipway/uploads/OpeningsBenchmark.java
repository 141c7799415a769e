package dev.slipway.uploads;

import dev.slipway.benchmark.Application;
import dev.slipway.benchmark.Contest;
import dev.slipway.benchmark.Load;
import dev.slipway.benchmark.Load.Request;
import dev.slipway.benchmark.Parts;
import dev.slipway.benchmark.Samples;
import dev.slipway.benchmark.Table;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** P3: how many uploads are opened in a second: checked, recorded, reserved, signed. */
class OpeningsBenchmark {
  private static final int OPENINGS = 6_400;
  private static final int MANY = 64;
  private static final Request OPEN =
      new Request(
          "POST",
          "/api/uploads",
          """
          {"fileName":"clip.mp4","contentType":"video/mp4","size":1048576,\
          "checksumSha256":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}""",
          201);

  @Test
  void opens() throws Exception {
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
      new Table("P3: POST /api/uploads")
          .row("a second, 1 caller", oneRate)
          .row("a second, 64 callers", Samples.of(many, Load::perSecond), oneRate)
          .row("p50 in ms, 1 caller", Samples.of(one, Load::p50))
          .row("p99 in ms, 1 caller", Samples.of(one, Load::p99))
          .row("p50 in ms, 64 callers", Samples.of(many, Load::p50))
          .row("p99 in ms, 64 callers", Samples.of(many, Load::p99))
          .print();
    }
  }

  private static Load load(Application application, int callers) throws Exception {
    // One caller takes longer over the same number.
    var each = callers == 1 ? OPENINGS / 4 : OPENINGS / callers;
    return Load.of(application, Collections.nCopies(callers, Load.repeat(each, OPEN)));
  }
}
