package dev.slipway.media.picture;

/**
 * How well a frame suits as a poster: a sharp one, neither dark nor overexposed, with something to
 * see in most parts of the picture. Only frames of one video are compared.
 */
final class FrameScore {
  /** Between these levels of grey, of 255, a picture is neither dark nor overexposed. */
  private static final double DARK = 50;

  private static final double BRIGHT = 200;

  /** Black in the limited range of video. */
  private static final double BLACK = 18;

  private static final double WHITE = 245;

  /** The picture is divided into as many columns and rows of tiles. */
  private static final int TILES = 8;

  /** A tile whose levels deviate less, as a standard deviation, is a plain area. */
  private static final double PLAIN = 6;

  private FrameScore() {}

  /**
   * Returns a number that is greater the better a grey picture is. It is the contrast of fine
   * details (the variance of the Laplacian, as a logarithm, because it spans orders of magnitude)
   * times the exposure times the share of the picture that is no plain area. Without the last one,
   * a title on black or a frame around an empty page would be the sharpest picture.
   */
  static double of(PixelMap grey) {
    return (0.1 + Math.log1p(sharpness(grey)))
        * (0.02 + exposure(mean(grey)))
        * (0.1 + detailedShare(grey));
  }

  /** The mean level of grey, from 0 to 255. */
  static double mean(PixelMap grey) {
    var sum = 0L;
    for (var pixel : grey.pixels()) {
      sum += pixel & 0xff;
    }
    return (double) sum / Math.max(1, grey.pixels().length);
  }

  /** 1 in between, falling to 0 at black and white. */
  private static double exposure(double mean) {
    if (mean < DARK) {
      return Math.max(0, (mean - BLACK) / (DARK - BLACK));
    }
    return mean > BRIGHT ? Math.max(0, (WHITE - mean) / (WHITE - BRIGHT)) : 1;
  }

  /** The variance of the difference between each pixel and its four neighbours. */
  static double sharpness(PixelMap grey) {
    var sum = 0.0;
    var sumOfSquares = 0.0;
    var count = 0;
    for (var y = 1; y < grey.height() - 1; y++) {
      for (var x = 1; x < grey.width() - 1; x++) {
        var laplacian =
            level(grey, x - 1, y)
                + level(grey, x + 1, y)
                + level(grey, x, y - 1)
                + level(grey, x, y + 1)
                - 4 * level(grey, x, y);
        sum += laplacian;
        sumOfSquares += (double) laplacian * laplacian;
        count++;
      }
    }
    return count == 0 ? 0 : sumOfSquares / count - sum / count * (sum / count);
  }

  /** The share of tiles with details, from 0 to 1. */
  static double detailedShare(PixelMap grey) {
    var detailed = 0;
    for (var row = 0; row < TILES; row++) {
      for (var column = 0; column < TILES; column++) {
        if (deviation(grey, column, row) >= PLAIN) {
          detailed++;
        }
      }
    }
    return (double) detailed / (TILES * TILES);
  }

  /** The standard deviation of the levels of one tile. */
  private static double deviation(PixelMap grey, int column, int row) {
    var sum = 0.0;
    var sumOfSquares = 0.0;
    var count = 0;
    for (var y = row * grey.height() / TILES; y < (row + 1) * grey.height() / TILES; y++) {
      for (var x = column * grey.width() / TILES; x < (column + 1) * grey.width() / TILES; x++) {
        var level = level(grey, x, y);
        sum += level;
        sumOfSquares += (double) level * level;
        count++;
      }
    }
    return count == 0
        ? 0
        : Math.sqrt(Math.max(0, sumOfSquares / count - sum / count * (sum / count)));
  }

  private static int level(PixelMap grey, int x, int y) {
    return grey.pixels()[y * grey.width() + x] & 0xff;
  }
}
