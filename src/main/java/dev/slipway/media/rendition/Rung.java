package dev.slipway.media.rendition;

/**
 * A rendition to make: H.264 and AAC in a fragmented MP4 file.
 *
 * @param width pixels as shown, even; the pixels are square
 * @param height pixels as shown, even
 * @param frameRate frames per second
 * @param videoBitRate bits per second on average
 * @param audioBitRate bits per second on average; 0 without sound
 */
public record Rung(
    int width, int height, FrameRate frameRate, long videoBitRate, long audioBitRate) {
  /** The length of the short side, which names a rendition: a portrait of 1080 × 1920 is 1080p. */
  public int shortSide() {
    return Math.min(width, height);
  }

  /** Such as {@code 1080p}, or {@code 1080p60} with more than 30 frames per second. */
  public String label() {
    return label(shortSide(), frameRate.perSecond());
  }

  /** The name of a rendition with this short side in pixels and these frames per second. */
  public static String label(int shortSide, double framesPerSecond) {
    var rounded = Math.round(framesPerSecond);
    return rounded > FrameRate.STANDARD ? shortSide + "p" + rounded : shortSide + "p";
  }

  boolean hasSound() {
    return audioBitRate > 0;
  }
}
