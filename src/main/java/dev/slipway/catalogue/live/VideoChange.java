package dev.slipway.catalogue.live;

/**
 * A change of a video, with what is known about the video now.
 *
 * @param number its place among all changes
 * @param kind what happened
 * @param wasPublic whether everybody could see the video before the change
 * @param isPublic whether everybody can see the video now
 * @param isReachable whether everybody with its address can see it now
 * @param owner the account's name; null if another tool stored the object
 * @param status the name of a {@link dev.slipway.catalogue.VideoStatus}
 */
record VideoChange(
    long number,
    String videoId,
    Kind kind,
    boolean wasPublic,
    boolean isPublic,
    boolean isReachable,
    String owner,
    String status) {
  enum Kind {
    ADDED,
    UPDATED,
    /** A media job made progress. Only people who may manage the video get it. */
    PROCESSING
  }
}
