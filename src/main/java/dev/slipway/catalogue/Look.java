package dev.slipway.catalogue;

/**
 * What one look at a key came to.
 *
 * @param arrival null where it did not settle anything
 * @param tombstone the id of what was given up, under whose key the object stands; null in general
 */
record Look(Arrival arrival, String tombstone) {
  /** Row or object changed meanwhile. */
  static final Look AGAIN = new Look(null, null);

  static Look at(VideoView video, Change change) {
    return new Look(new Arrival(video, change), null);
  }

  static Look nothing(Change change) {
    return new Look(new Arrival(null, change), null);
  }

  /**
   * @param tombstone the id of what was given up
   */
  static Look unwanted(String tombstone) {
    return new Look(null, tombstone);
  }

  boolean isSettled() {
    return arrival != null;
  }

  boolean isUnwanted() {
    return tombstone != null;
  }
}
