package dev.slipway.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of one check, as a report contains it. The JSON names are kept for existing clients.
 *
 * @param status serialized as {@code verdict}
 * @param message serialized as {@code sentence}
 * @param millis how long the check took
 */
@Schema(name = "Diagnosis")
public record CheckReport(
    String name,
    @JsonProperty("verdict") CheckStatus status,
    @JsonProperty("sentence") String message,
    long millis) {
  static final Comparator<CheckReport> WORST_FIRST =
      Comparator.comparing(CheckReport::status).thenComparing(CheckReport::name);

  static CheckReport of(String name, CheckResult result, long millis) {
    return new CheckReport(name, result.status(), result.message(), millis);
  }
}
