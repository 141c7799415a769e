package dev.slipway.catalogue.bulkjob;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.web.KebabCase;

/** The action of a bulk job on each of its videos. */
public enum BulkAction {
  /** Moves it to the trash. */
  DELETE("Move to trash", true),
  /** Takes it out of the trash. */
  RESTORE("Restore", false),
  /** Repeats the media jobs that failed too often. */
  RETRY("Retry failed jobs", false),
  /** Reads its format again. */
  PROBE("Read the format again", false),
  VISIBILITY("Change visibility", true),
  OWNER("Change owner", true);

  private final String label;
  private final boolean undoable;

  BulkAction(String label, boolean undoable) {
    this.label = label;
    this.undoable = undoable;
  }

  /** The name in JSON and in forms. */
  @JsonValue
  public String key() {
    return KebabCase.of(this);
  }

  /** The name on pages. */
  public String label() {
    return label;
  }

  /** Whether it has a video processed again, which a rejected video can't be. */
  public boolean isReprocessing() {
    return this == RETRY || this == PROBE;
  }

  /** Whether a job remembers the former values. */
  public boolean isUndoable() {
    return undoable;
  }
}
