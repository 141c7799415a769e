package dev.slipway.media.rendition;

import dev.slipway.media.probe.SourceStreams;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which renditions a video gets. The largest one has the size of the video, up to the
 * largest size of the table; smaller ones follow in the usual steps. No rendition has more pixels,
 * frames or bits than the video justifies.
 */
public final class Ladder {
  /** From large to small. The bit rates are for 30 frames per second and a picture of 16:9. */
  private static final List<Step> STEPS =
      List.of(
          new Step(1080, 5_000_000, 128_000),
          new Step(720, 2_800_000, 128_000),
          new Step(480, 1_400_000, 128_000),
          new Step(360, 800_000, 96_000),
          new Step(240, 400_000, 64_000));

  /** A step that is hardly smaller than the largest rendition is left out. */
  private static final double MAX_RATIO = 0.85;

  /** More than 30 frames per second are visible in large pictures only. */
  private static final int MIN_SIDE_OF_HIGH_RATE = 720;

  /** The largest side that encoders and the levels of H.264 for browsers support. */
  private static final int MAX_LONG_SIDE = 3840;

  /** The smallest side that encoders support. */
  private static final int MIN_SIDE = 32;

  /** 60 frames per second need half as many bits again as 30, because neighbours are similar. */
  private static final double BITS_OF_HIGH_RATE = 1.5;

  private static final double WIDE = 16.0 / 9;
  private static final double MIN_SHARE_OF_BITS = 0.25;

  private Ladder() {}

  /** The renditions of a video, from large to small; at least one. */
  public static List<Rung> of(SourceStreams source) {
    var shown = Size.shown(source);
    var frameRate = FrameRate.ofSource(source.frameRate());
    var largest = shown.scaledTo(STEPS.get(0).shortSide());
    var rungs = new ArrayList<Rung>();
    rungs.add(rung(source, largest, frameRate));
    for (var step : STEPS) {
      if (step.shortSide() <= largest.shortSide() * MAX_RATIO) {
        rungs.add(rung(source, shown.scaledTo(step.shortSide()), frameRate));
      }
    }
    return rungs;
  }

  private static Rung rung(SourceStreams source, Size size, FrameRate sourceRate) {
    var rate = size.shortSide() < MIN_SIDE_OF_HIGH_RATE ? sourceRate.atMostStandard() : sourceRate;
    var audio = source.hasSound() ? step(size.shortSide()).audioBitRate() : 0;
    return new Rung(size.width(), size.height(), rate, videoBitRate(source, size, rate), audio);
  }

  /** The bits that the size needs, but not more than the source has for the same quality. */
  private static long videoBitRate(SourceStreams source, Size size, FrameRate rate) {
    var step = step(size.shortSide());
    var usualPixels = WIDE * step.shortSide() * step.shortSide();
    var needed = step.videoBitRate() * Math.min(2, size.width() * size.height() / usualPixels);
    if (rate.perSecond() > FrameRate.STANDARD + 1) {
      needed *= BITS_OF_HIGH_RATE;
    }
    if (source.bitRate() == null) {
      return Math.round(needed);
    }
    var available = source.bitRate() * efficiency(source.videoCodec());
    return Math.round(Math.max(needed * MIN_SHARE_OF_BITS, Math.min(needed, available)));
  }

  /** How many bits H.264 needs for one of the source's codec. */
  private static double efficiency(String codec) {
    return switch (codec) {
      case "av1" -> 2.5;
      case "hevc", "vp9" -> 2;
      default -> 1.2;
    };
  }

  /** The smallest step that is at least as large, or else the largest one. */
  private static Step step(int shortSide) {
    var found = STEPS.get(0);
    for (var step : STEPS) {
      if (step.shortSide() >= shortSide) {
        found = step;
      }
    }
    return found;
  }

  private record Step(int shortSide, long videoBitRate, long audioBitRate) {}

  /** A size in square pixels. */
  private record Size(int width, int height) {
    /** The size in which a player shows the source: rotated, and with square pixels. */
    static Size shown(SourceStreams source) {
      var width = Math.max(1, (int) Math.round(source.width() * source.pixelAspect()));
      return source.rotation() % 180 == 0
          ? new Size(width, source.height())
          : new Size(source.height(), width);
    }

    int shortSide() {
      return Math.min(width, height);
    }

    /**
     * Returns a size of the same proportions with this short side, unless the long side would
     * become too long.
     */
    Size scaledTo(int wantedShortSide) {
      var factor =
          Math.min(
              Math.min(1, (double) wantedShortSide / shortSide()),
              (double) MAX_LONG_SIDE / Math.max(width, height));
      return new Size(even(width * factor), even(height * factor));
    }

    /** Colours have half the resolution, so sides are even. */
    private static int even(double side) {
      return Math.max(MIN_SIDE, (int) Math.round(side / 2) * 2);
    }
  }
}
