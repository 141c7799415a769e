package dev.slipway.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.benchmark.Application;
import dev.slipway.benchmark.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * One comparison of bucket and catalogue, asked for and awaited.
 *
 * @param objects that it has seen
 * @param repaired that it has put right
 * @param heapMebibytes the most that was in use, of what was looked at every quarter of a second;
 *     what waits for the collector included
 */
record MeasuredReconciliation(
    double seconds, long objects, long repaired, double peakHeapMebibytes) {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  /**
   * @throws IllegalStateException where it was held
   */
  static MeasuredReconciliation measure(Application application) {
    try (var wire = application.connectAs("admin")) {
      var path = "/api/reconciliations";
      var id = wire.send("POST", path, "{}").expect(202).json().get("id").asText();
      var heap = heapMebibytes(wire);
      var seen = wire.send("GET", path + "/" + id, "").expect(200).json();
      while (seen.get("endedAt").isNull()) {
        LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        heap = Math.max(heap, heapMebibytes(wire));
        seen = wire.send("GET", path + "/" + id, "").expect(200).json();
      }
      return measure(seen, heap);
    }
  }

  private static MeasuredReconciliation measure(JsonNode seen, double heap) {
    if (!seen.get("status").asText().equals("DONE")) {
      throw new IllegalStateException(seen.toString());
    }
    var took =
        Duration.between(
            Instant.parse(seen.get("startedAt").asText()),
            Instant.parse(seen.get("endedAt").asText()));
    return new MeasuredReconciliation(
        took.toMillis() / 1e3, seen.get("objects").asLong(), seen.get("repaired").asLong(), heap);
  }

  private static double heapMebibytes(Wire wire) {
    return wire.send("GET", "/q/metrics", "")
            .expect(200)
            .text()
            .lines()
            .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum()
        / (1 << 20);
  }
}
