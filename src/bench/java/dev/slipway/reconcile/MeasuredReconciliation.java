package dev.slipway.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.benchmark.CountingConnection;
import dev.slipway.benchmark.PackagedApplication;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * The measurements of one reconciliation.
 *
 * @param objects objects in the listing
 * @param repaired differences that were repaired
 * @param peakHeapMebibytes the highest of the samples taken every 250 ms, garbage included
 */
record MeasuredReconciliation(
    double seconds, long objects, long repaired, double peakHeapMebibytes) {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  /**
   * @throws IllegalStateException if it was held for approval
   */
  static MeasuredReconciliation measure(PackagedApplication application) {
    try (var connection = application.connectAs("admin")) {
      var path = "/api/reconciliations";
      var id = connection.send("POST", path, "{}").expect(202).json().get("id").asText();
      var peakHeap = heapMebibytes(connection);
      var view = connection.send("GET", path + "/" + id, "").expect(200).json();
      while (view.get("endedAt").isNull()) {
        LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        peakHeap = Math.max(peakHeap, heapMebibytes(connection));
        view = connection.send("GET", path + "/" + id, "").expect(200).json();
      }
      return toMeasurements(view, peakHeap);
    }
  }

  private static MeasuredReconciliation toMeasurements(JsonNode view, double peakHeap) {
    if (!view.get("status").asText().equals("DONE")) {
      throw new IllegalStateException(view.toString());
    }
    var duration =
        Duration.between(
            Instant.parse(view.get("startedAt").asText()),
            Instant.parse(view.get("endedAt").asText()));
    return new MeasuredReconciliation(
        duration.toMillis() / 1e3,
        view.get("objects").asLong(),
        view.get("repaired").asLong(),
        peakHeap);
  }

  private static double heapMebibytes(CountingConnection connection) {
    return connection
            .send("GET", "/q/metrics", "")
            .expect(200)
            .text()
            .lines()
            .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum()
        / (1 << 20);
  }
}
