package dev.slipway.media.probe;

import java.util.Set;

/**
 * The timestamps of transport and program streams. A recording that was interrupted, or cut
 * together, jumps in time, and its duration is not the difference between the last timestamp and
 * the first.
 */
final class StreamTimestamps {
  private static final Set<String> CONTAINERS = Set.of("mpegts", "mpeg");

  /**
   * Bits per second. The codecs of these containers need several times more for moving pictures.
   */
  private static final long MIN_BIT_RATE = 20_000;

  /** The pictures of a tiny camera can have a lower bit rate. */
  private static final int MIN_SIDE = 320;

  private StreamTimestamps() {}

  /**
   * Whether the timestamps of a container can jump, so that a long duration proves nothing.
   *
   * @param container the short name
   */
  static boolean canJump(String container) {
    return CONTAINERS.contains(container);
  }

  /** Whether a file is so small for its duration that its timestamps must have jumped. */
  static boolean haveJumped(String container, Integer width, Integer height, long bitRate) {
    return canJump(container)
        && width != null
        && height != null
        && Math.max(width, height) >= MIN_SIDE
        && bitRate < MIN_BIT_RATE;
  }
}
