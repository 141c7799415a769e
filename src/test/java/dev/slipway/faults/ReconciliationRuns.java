package dev.slipway.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Comparisons of bucket and catalogue, as an admin asks for them. */
final class ReconciliationRuns {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private ReconciliationRuns() {}

  /** Asks for one that repairs, and returns it when it is over. */
  static JsonNode run(Stack stack) throws IOException {
    var admin = TolerantClient.of("admin", stack.replica());
    return await(admin, request(admin));
  }

  static JsonNode request(TolerantClient admin) throws IOException {
    var answer = admin.post("/api/reconciliations", Map.of("mode", "repair"));
    if (answer.status() / 100 != 2) {
      throw new AssertionError("Answered %d: %s".formatted(answer.status(), answer.json()));
    }
    return answer.json();
  }

  /** Returns it when it is over. */
  static JsonNode await(TolerantClient admin, JsonNode comparison) {
    var now = new AtomicReference<>(comparison);
    var path = "/api/reconciliations/" + comparison.get("id").asText();
    Eventually.holds(
        "the comparison is over",
        TIMEOUT,
        () -> {
          now.set(get(admin, path));
          return now.get().hasNonNull("endedAt");
        });
    return now.get();
  }

  private static JsonNode get(TolerantClient admin, String path) {
    try {
      return admin.get(path).expect(200).json();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
