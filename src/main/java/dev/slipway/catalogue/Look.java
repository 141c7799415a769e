package dev.slipway.catalogue;

/** What one look at a key came to. */
record Look(Outcome outcome, VideoView video, String tombstone) {
  static final Look NOTHING = new Look(Outcome.NOTHING, null, null);
  static final Look AGAIN = new Look(Outcome.AGAIN, null, null);

  enum Outcome {
    /** The row agrees with the store. */
    VIDEO,
    /** The store has no such object. */
    NOTHING,
    /** The object stands under the key of something given up, and is to be removed. */
    UNWANTED,
    /** Row or object changed meanwhile. */
    AGAIN
  }

  static Look at(VideoView video) {
    return new Look(Outcome.VIDEO, video, null);
  }

  /**
   * @param tombstone the id of what was given up
   */
  static Look unwanted(String tombstone) {
    return new Look(Outcome.UNWANTED, null, tombstone);
  }

  boolean settled() {
    return outcome != Outcome.AGAIN;
  }

  boolean isUnwanted() {
    return outcome == Outcome.UNWANTED;
  }
}
