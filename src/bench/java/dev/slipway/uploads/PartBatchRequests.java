package dev.slipway.uploads;

import dev.slipway.benchmark.Application;
import dev.slipway.benchmark.Load.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks for a hundred parts at a time of a file that has 10,000. */
final class PartBatchRequests {
  static final int PARTS = 100;

  private static final long PART_SIZE = 16 << 20;
  private static final int MAX_BATCHES = 100;
  private static final String CHECKSUM = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  private PartBatchRequests() {}

  /** So many batches of an upload that is opened for them: parts that nobody has asked for. */
  static List<Request> of(Application application, int batches) {
    if (batches > MAX_BATCHES) {
      throw new IllegalArgumentException("A file has at most %d".formatted(MAX_BATCHES));
    }
    var path = "/api/uploads/%s/parts".formatted(open(application));
    var requests = new ArrayList<Request>();
    for (var batch = 0; batch < batches; batch++) {
      requests.add(new Request("POST", path, json(batch * PARTS + 1), 200));
    }
    return requests;
  }

  private static String open(Application application) {
    var request =
        """
        {"fileName":"film.mp4","contentType":"video/mp4","size":%d}"""
            .formatted(PARTS * MAX_BATCHES * PART_SIZE);
    try (var wire = application.connect()) {
      return wire.send("POST", "/api/uploads", request).expect(201).json().get("id").asText();
    }
  }

  private static String json(int first) {
    return IntStream.range(first, first + PARTS)
        .mapToObj(
            number ->
                """
                {"number":%d,"size":%d,"checksumSha256":"%s"}"""
                    .formatted(number, PART_SIZE, CHECKSUM))
        .collect(Collectors.joining(",", "{\"parts\":[", "]}"));
  }
}
