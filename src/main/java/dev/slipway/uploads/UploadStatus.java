package dev.slipway.uploads;

/** The status of an upload. It only moves forward. */
public enum UploadStatus {
  OPEN,
  STORED,
  ABORTED,
  EXPIRED;

  boolean canTransitionTo(UploadStatus next) {
    return switch (this) {
      case OPEN -> next != OPEN;
      // The one exception: the object of an expired upload arrived late.
      case EXPIRED -> next == STORED;
      case STORED, ABORTED -> false;
    };
  }
}
