package dev.slipway.catalogue.bulkjob;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.web.KebabCase;

/** The lifecycle of a bulk job. */
public enum BulkJobState {
  /** Its videos are being collected. None is changed yet. */
  COLLECTING,
  /** Its videos are being changed. */
  RUNNING,
  /** It was stopped. What was changed stays changed; can be resumed. */
  STOPPED,
  /** It has worked on all videos. */
  DONE,
  /** It could not continue; can be resumed. */
  FAILED;

  /** The name in JSON. */
  @JsonValue
  public String key() {
    return KebabCase.of(this);
  }

  /** Whether workers work on it. */
  public boolean isOpen() {
    return this == COLLECTING || this == RUNNING;
  }

  /** Whether it ended before all its videos were processed. It can be resumed. */
  public boolean isInterrupted() {
    return this == STOPPED || this == FAILED;
  }
}
