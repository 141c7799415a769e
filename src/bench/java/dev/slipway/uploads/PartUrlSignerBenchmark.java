package dev.slipway.uploads;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.ConcurrencyComparison;
import dev.slipway.benchmark.LoadRun;
import dev.slipway.benchmark.LoadRun.Request;
import dev.slipway.benchmark.PackagedApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** P4: how many batches of a hundred parts are recorded and signed per second, over HTTP. */
class PartUrlSignerBenchmark {
  private static final int CALLERS = 16;
  private static final int BATCHES = 100;
  private static final int BATCH_SIZE = 100;
  private static final long PART_SIZE = 16 << 20;
  private static final String CHECKSUM = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @Test
  void measuresSignedBatches() throws Exception {
    ConcurrencyComparison.print(
        "P4: POST /api/uploads/{id}/parts, each with a hundred parts",
        CALLERS,
        PartUrlSignerBenchmark::load);
  }

  private static LoadRun load(
      BenchmarkServices services, PackagedApplication application, int callers) throws Exception {
    List<List<Request>> work = new ArrayList<>();
    for (var caller = 0; caller < callers; caller++) {
      work.add(requests(application));
    }
    return LoadRun.of(application, work);
  }

  /** Opens an upload of 10,000 parts, and returns the requests that sign each of them once. */
  private static List<Request> requests(PackagedApplication application) {
    var path = "/api/uploads/%s/parts".formatted(open(application));
    var requests = new ArrayList<Request>();
    for (var batch = 0; batch < BATCHES; batch++) {
      requests.add(new Request("POST", path, toJson(batch * BATCH_SIZE + 1), 200));
    }
    return requests;
  }

  private static String open(PackagedApplication application) {
    var request =
        """
        {"fileName":"film.mp4","contentType":"video/mp4","size":%d}\
        """
            .formatted(BATCHES * BATCH_SIZE * PART_SIZE);
    try (var connection = application.connect()) {
      return connection.send("POST", "/api/uploads", request).expect(201).json().get("id").asText();
    }
  }

  private static String toJson(int firstNumber) {
    return IntStream.range(firstNumber, firstNumber + BATCH_SIZE)
        .mapToObj(
            number ->
                """
                {"number":%d,"size":%d,"checksumSha256":"%s"}\
                """
                    .formatted(number, PART_SIZE, CHECKSUM))
        .collect(Collectors.joining(",", "{\"parts\":[", "]}"));
  }
}
