package dev.slipway.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Requests reconciliations as an administrator does. */
final class ReconciliationRuns {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private ReconciliationRuns() {}

  /** Requests a reconciliation that repairs, and returns it when it has ended. */
  static JsonNode run(Stack stack) throws IOException {
    var admin = TolerantClient.of("admin", stack.replica());
    return await(admin, request(admin));
  }

  static JsonNode request(TolerantClient admin) throws IOException {
    var response = admin.post("/api/reconciliations", Map.of("mode", "repair"));
    if (response.status() / 100 != 2) {
      throw new AssertionError("Status %d: %s".formatted(response.status(), response.json()));
    }
    return response.json();
  }

  /** Waits for the end of a reconciliation and returns it. */
  static JsonNode await(TolerantClient admin, JsonNode reconciliation) {
    var current = new AtomicReference<>(reconciliation);
    var path = "/api/reconciliations/" + reconciliation.get("id").asText();
    Eventually.holds(
        "the reconciliation has ended",
        TIMEOUT,
        () -> {
          current.set(get(admin, path));
          return current.get().hasNonNull("endedAt");
        });
    return current.get();
  }

  private static JsonNode get(TolerantClient admin, String path) {
    try {
      return admin.get(path).expect(200).json();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
