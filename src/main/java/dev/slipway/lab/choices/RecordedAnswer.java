package dev.slipway.lab.choices;

import java.util.List;

/**
 * MinIO's recorded answer to a request of a trial that the embedded store doesn't support. {@code
 * docs/lab.md} has the same results.
 */
public record RecordedAnswer(String request, String answer) {
  static final List<RecordedAnswer> OF_TEMPORARY_CREDENTIALS =
      List.of(
          new RecordedAnswer("AssumeRole", "200"),
          new RecordedAnswer("PUT inside the prefix", "200"),
          new RecordedAnswer("PUT of another size and type under the same key", "200"),
          new RecordedAnswer("PUT outside the prefix", "403 AccessDenied"),
          new RecordedAnswer("GET inside the prefix", "403 AccessDenied"));
}
