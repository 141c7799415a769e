package dev.slipway.catalogue.bulk;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.web.KebabCase;
import dev.slipway.web.problem.Problem;

/**
 * The result of a request for several videos, for one of them.
 *
 * @param problem why it was not changed; null if it was changed or is already as requested
 */
public record BulkResult(String id, Status status, Problem problem) {
  /** Whether the video is as requested now. */
  @JsonIgnore
  public boolean isDone() {
    return status == Status.CHANGED || status == Status.UNCHANGED;
  }

  /** The outcome for one video. */
  public enum Status {
    CHANGED,
    /** It was already as requested. */
    UNCHANGED,
    /** There is no such video among those that the caller may manage. */
    NOT_FOUND,
    /** Its state permits no such change. */
    CONFLICT,
    /** The database was unavailable, so it was not changed. Can be repeated. */
    FAILED;

    @JsonValue
    String json() {
      return KebabCase.of(this);
    }
  }
}
