package dev.slipway.lab.comparison;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.lab.BinarySize;
import java.time.Instant;

/**
 * A run as JSON.
 *
 * @param fileSize bytes
 * @param step what is under way
 * @param percent how much of it is done
 * @param problem why it has failed
 * @param mayStop whether the caller may stop it, which is its starter or an administrator
 * @param results once it is done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ComparisonView(
    String id,
    ComparisonStatus status,
    Instant startedAt,
    Instant endedAt,
    long fileSize,
    String store,
    String step,
    int percent,
    String problem,
    boolean mayStop,
    ComparisonResults results) {
  @JsonIgnore
  public boolean isRunning() {
    return status == ComparisonStatus.RUNNING;
  }

  /** The size as people choose it: {@code 16 MiB}. */
  @JsonIgnore
  public String sizeText() {
    return BinarySize.of(fileSize);
  }

  @JsonIgnore
  public boolean isDone() {
    return status == ComparisonStatus.DONE;
  }
}
