package dev.slipway.uploads;

/** The life of an upload. It only moves forward. */
enum UploadStatus {
  OPEN,
  STORED,
  ABORTED,
  EXPIRED;

  boolean canTransitionTo(UploadStatus next) {
    return switch (this) {
      case OPEN -> next != OPEN;
      // The one exception: the object came after all.
      case EXPIRED -> next == STORED;
      case STORED, ABORTED -> false;
    };
  }
}
