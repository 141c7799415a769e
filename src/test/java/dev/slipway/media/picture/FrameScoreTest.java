package dev.slipway.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class FrameScoreTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  private final PixelMap checkered = frame((x, y) -> (x / 2 + y / 2) % 2 == 0 ? 90 : 150);
  private final PixelMap blurred = frame((x, y) -> 90 + x);

  @Test
  void prefersSharpFrames() {
    assertThat(score(checkered)).isGreaterThan(score(blurred));
  }

  @Test
  void prefersFramesThatAreNeitherDarkNorOverexposed() {
    var dark = frame((x, y) -> (x / 2 + y / 2) % 2 == 0 ? 0 : 50);
    var overexposed = frame((x, y) -> (x / 2 + y / 2) % 2 == 0 ? 205 : 255);

    assertThat(score(checkered)).isGreaterThan(score(dark)).isGreaterThan(score(overexposed));
  }

  /** The edges of a frame around an empty page are as sharp as edges can be. */
  @Test
  void prefersFramesWithSomethingToSee() {
    var frameAroundNothing = frame((x, y) -> x < 6 || x >= WIDTH - 6 ? 255 : 16);
    var title = frame((x, y) -> y > 20 && y < 26 && x % 2 == 0 ? 255 : 60);
    var scene = frame((x, y) -> (x / 4 + y / 4) % 2 == 0 ? 110 : 130);

    assertThat(FrameScore.sharpness(frameAroundNothing)).isGreaterThan(FrameScore.sharpness(scene));
    assertThat(score(scene)).isGreaterThan(score(frameAroundNothing)).isGreaterThan(score(title));
  }

  @Test
  void comparesFramesOfOneColour() {
    assertThat(score(frame((x, y) -> 120))).isGreaterThan(score(frame((x, y) -> 0)));
    assertThat(FrameScore.detailedShare(frame((x, y) -> 120))).isZero();
    assertThat(FrameScore.detailedShare(checkered)).isEqualTo(1);
  }

  private static double score(PixelMap frame) {
    return FrameScore.of(frame);
  }

  private static PixelMap frame(IntBinaryOperator level) {
    var pixels = new byte[WIDTH * HEIGHT];
    for (var y = 0; y < HEIGHT; y++) {
      for (var x = 0; x < WIDTH; x++) {
        pixels[y * WIDTH + x] = (byte) level.applyAsInt(x, y);
      }
    }
    return new PixelMap(WIDTH, HEIGHT, 1, pixels);
  }
}
