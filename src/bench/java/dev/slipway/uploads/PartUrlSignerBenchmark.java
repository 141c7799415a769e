package dev.slipway.uploads;

import dev.slipway.benchmark.Application;
import dev.slipway.benchmark.Load;
import dev.slipway.benchmark.Load.Request;
import dev.slipway.benchmark.OneAndMany;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** P4 over HTTP: how many batches of a hundred parts are recorded and signed in a second. */
class PartUrlSignerBenchmark {
  private static final int BATCHES_EACH = 100;
  private static final int MANY = 16;

  @Test
  void measuresSignedBatches() throws Exception {
    OneAndMany.print(
        "P4: POST /api/uploads/{id}/parts, a hundred parts in each",
        MANY,
        PartUrlSignerBenchmark::load);
  }

  private static Load load(Application application, int callers) throws Exception {
    List<List<Request>> work = new ArrayList<>();
    for (var caller = 0; caller < callers; caller++) {
      work.add(PartBatchRequests.of(application, BATCHES_EACH));
    }
    return Load.of(application, work);
  }
}
