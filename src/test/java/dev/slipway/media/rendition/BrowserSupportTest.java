package dev.slipway.media.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.media.probe.SourceStreams;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserSupportTest {
  private static final long LARGE = 1L << 30;
  private static final long SMALL = 1 << 20;

  private final BrowserSupport support = new BrowserSupport(Sources.config(Map.of()));

  @ParameterizedTest
  @CsvSource({
    "mp4, h264, aac, yuv420p, true",
    "m4v, h264, mp3, yuvj420p, true",
    "mp4, h264, , yuv420p, true",
    "mov, h264, aac, yuv420p, false",
    "mkv, h264, aac, yuv420p, false",
    "mp4, hevc, aac, yuv420p, false",
    "webm, vp9, opus, yuv420p, false",
    "mp4, h264, ac3, yuv420p, false",
    "mp4, h264, aac, yuv420p10le, false",
    "mp4, h264, aac, yuv444p, false",
    "mp4, h264, aac, , false",
  })
  void isSufficientOnlyForWhatPlaysEverywhere(
      String container, String video, String audio, String pixelFormat, boolean expected) {
    var source = Sources.with(container, video, audio, pixelFormat, 1280, 720, 1_000_000L);

    assertThat(support.isSufficient(SMALL, source)).isEqualTo(expected);
  }

  @Test
  void isNotSufficientForLargePictures() {
    assertThat(support.isSufficient(SMALL, h264(3840, 2160, 1_000_000L))).isFalse();
    assertThat(support.isSufficient(SMALL, h264(1080, 1920, 1_000_000L))).isTrue();
  }

  @Test
  void isNotSufficientForLargeFilesWithAHighBitRate() {
    assertThat(support.isSufficient(LARGE, h264(1280, 720, 1_500_000L))).isTrue();
    assertThat(support.isSufficient(LARGE, h264(1280, 720, 1_500_001L))).isFalse();
    assertThat(support.isSufficient(LARGE, h264(1280, 720, null))).isFalse();
    assertThat(support.isSufficient(SMALL, h264(1280, 720, 9_000_000L))).isTrue();
  }

  @Test
  void hasConfigurableLimits() {
    var always =
        new BrowserSupport(
            Sources.config(
                Map.of(
                    "slipway.renditions.skip-bit-rate", "0",
                    "slipway.renditions.skip-size", "0")));

    assertThat(always.isSufficient(SMALL, h264(640, 360, 100_000L))).isFalse();
  }

  private static SourceStreams h264(int width, int height, Long bitRate) {
    return Sources.with("mp4", "h264", "aac", "yuv420p", width, height, bitRate);
  }
}
