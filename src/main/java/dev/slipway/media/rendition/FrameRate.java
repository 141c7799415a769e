package dev.slipway.media.rendition;

import java.util.List;
import java.util.Locale;

/**
 * Frames per second as a fraction, such as 30000/1001. Renditions have a constant frame rate,
 * because their segments have to begin at the same times.
 */
public record FrameRate(int numerator, int denominator) {
  /** Up to this rate, the name of a rendition doesn't contain it. */
  static final int STANDARD = 30;

  private static final FrameRate UNKNOWN = new FrameRate(STANDARD, 1);
  private static final double MAX = 60;

  /** A slide show would have segments without a frame. */
  private static final double MIN = 5;

  /** The rates of cameras and broadcasts. */
  private static final List<FrameRate> USUAL =
      List.of(
          new FrameRate(24_000, 1001),
          new FrameRate(24, 1),
          new FrameRate(25, 1),
          new FrameRate(30_000, 1001),
          new FrameRate(30, 1),
          new FrameRate(48, 1),
          new FrameRate(50, 1),
          new FrameRate(60_000, 1001),
          new FrameRate(60, 1));

  /** The average of a file deviates from the rate of the camera by less. */
  private static final double TOLERANCE = 0.0005;

  private static final int THOUSANDTHS = 1000;

  public FrameRate {
    if (numerator <= 0 || denominator <= 0) {
      throw new IllegalArgumentException("A frame rate is positive");
    }
  }

  /**
   * The frame rate of the renditions of a video: its own one, halved until it is at most 60.
   *
   * @param average frames per second of the video; null if it is unknown
   */
  static FrameRate ofSource(Double average) {
    if (average == null || !(average > 0)) {
      return UNKNOWN;
    }
    var rate = average;
    while (rate > MAX * (1 + TOLERANCE)) {
      rate /= 2;
    }
    return nearest(Math.max(MIN, rate));
  }

  private static FrameRate nearest(double rate) {
    var best = new FrameRate((int) Math.round(rate * THOUSANDTHS), THOUSANDTHS);
    var smallest = TOLERANCE;
    for (var usual : USUAL) {
      var deviation = Math.abs(usual.perSecond() / rate - 1);
      if (deviation < smallest) {
        smallest = deviation;
        best = usual;
      }
    }
    return best;
  }

  public double perSecond() {
    return (double) numerator / denominator;
  }

  /** Returns this rate if it is at most 30, otherwise half of it. */
  FrameRate atMostStandard() {
    return perSecond() > STANDARD * (1 + TOLERANCE)
        ? new FrameRate(numerator, denominator * 2)
        : this;
  }

  /** In ffmpeg's syntax. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d/%d", numerator, denominator);
  }
}
