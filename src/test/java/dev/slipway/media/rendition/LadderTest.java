package dev.slipway.media.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.media.probe.SourceStreams;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LadderTest {
  @ParameterizedTest
  @CsvSource({
    "1920, 1080, 1920x1080 1280x720 854x480 640x360 426x240",
    "3840, 2160, 1920x1080 1280x720 854x480 640x360 426x240",
    "1280, 720, 1280x720 854x480 640x360 426x240",
    "1440, 1080, 1440x1080 960x720 640x480 480x360 320x240",
    "640, 480, 640x480 480x360 320x240",
    "426, 240, 426x240",
    "320, 180, 320x180",
    "1920, 800, 1920x800 1152x480 864x360 576x240",
    "500, 500, 500x500 360x360 240x240",
  })
  void hasStepsUpToTheSizeOfTheSource(int width, int height, String expected) {
    assertThat(sizes(Sources.ofSize(width, height))).containsExactly(expected.split(" "));
  }

  /** The largest one keeps its size, and the next one is visibly smaller. */
  @Test
  void leavesOutAStepThatIsHardlySmaller() {
    assertThat(sizes(Sources.ofSize(1920, 800))).doesNotContain("1728x720");
    assertThat(sizes(Sources.ofSize(850, 500))).containsExactly("850x500", "612x360", "408x240");
  }

  @ParameterizedTest
  @CsvSource({"641, 361", "1919, 1079", "427, 239", "35, 33"})
  void roundsSidesToEvenNumbers(int width, int height) {
    assertThat(Ladder.of(Sources.ofSize(width, height)))
        .isNotEmpty()
        .allSatisfy(rung -> assertThat(rung.width() % 2 + rung.height() % 2).isZero());
  }

  @ParameterizedTest
  @ValueSource(ints = {90, 270})
  void turnsPortraitVideosUpright(int rotation) {
    var ladder = Ladder.of(Sources.rotated(1920, 1080, rotation));

    assertThat(ladder.get(0))
        .returns(1080, Rung::width)
        .returns(1920, Rung::height)
        .returns("1080p", Rung::label);
    assertThat(ladder.get(4)).returns(240, Rung::width).returns(426, Rung::height);
  }

  @Test
  void keepsUpsideDownVideosInLandscape() {
    assertThat(sizes(Sources.rotated(1280, 720, 180))).startsWith("1280x720");
  }

  @Test
  void makesPixelsSquare() {
    assertThat(sizes(Sources.withPixelAspect(720, 576, 0, 16.0 / 11)))
        .containsExactly("1048x576", "872x480", "654x360", "436x240");
    assertThat(sizes(Sources.withPixelAspect(1440, 1080, 90, 4.0 / 3))).startsWith("1080x1920");
  }

  @Test
  void limitsSidesToWhatEncodersSupport() {
    assertThat(sizes(Sources.ofSize(16_000, 1000))).containsExactly("3840x240");
    assertThat(sizes(Sources.ofSize(8192, 1024)))
        .containsExactly("3840x480", "2880x360", "1920x240");
    assertThat(sizes(Sources.ofSize(2000, 2))).containsExactly("2000x32");
    assertThat(sizes(Sources.ofSize(16, 16))).containsExactly("32x32");
  }

  @Test
  void keepsHighFrameRatesInLargePicturesOnly() {
    assertThat(Ladder.of(Sources.withFrameRate(1920, 1080, 59.94)))
        .extracting(rung -> rung.label() + " " + rung.frameRate())
        .containsExactly(
            "1080p60 60000/1001",
            "720p60 60000/1001",
            "480p 60000/2002",
            "360p 60000/2002",
            "240p 60000/2002");
    assertThat(Ladder.of(Sources.withFrameRate(1280, 720, 50.0)))
        .extracting(Rung::label)
        .containsExactly("720p50", "480p", "360p", "240p");
  }

  @ParameterizedTest
  @CsvSource({
    "25, 25/1",
    "23.976, 24000/1001",
    "29.97, 30000/1001",
    "30, 30/1",
    "29.9998, 30/1",
    "27.3, 27300/1000",
    "120, 60/1",
    "119.88, 60000/1001",
    "90, 45000/1000",
    "240, 60/1",
    "0.5, 5000/1000",
    ", 30/1"
  })
  void choosesAConstantFrameRate(Double average, String expected) {
    assertThat(Ladder.of(Sources.withFrameRate(1280, 720, average)).get(0).frameRate())
        .hasToString(expected);
  }

  @Test
  void givesLargerPicturesMoreBits() {
    var ladder = Ladder.of(Sources.ofSize(1920, 1080));

    assertThat(ladder)
        .extracting(Rung::videoBitRate)
        .containsExactly(5_000_000L, 2_800_000L, 1_401_094L, 800_000L, 399_375L);
    assertThat(ladder)
        .extracting(Rung::audioBitRate)
        .containsExactly(128_000L, 128_000L, 128_000L, 96_000L, 64_000L);
  }

  @Test
  void givesHighFrameRatesMoreBits() {
    assertThat(Ladder.of(Sources.withFrameRate(1920, 1080, 60.0)))
        .extracting(Rung::videoBitRate)
        .startsWith(7_500_000L, 4_200_000L, 1_401_094L);
  }

  @Test
  void needsNoMoreBitsThanTheSourceHas() {
    assertThat(largestBitRate(Sources.withBitRate("h264", 2_000_000L))).isEqualTo(2_400_000);
    assertThat(largestBitRate(Sources.withBitRate("hevc", 2_000_000L))).isEqualTo(4_000_000);
    assertThat(largestBitRate(Sources.withBitRate("av1", 2_000_000L))).isEqualTo(5_000_000);
    assertThat(largestBitRate(Sources.withBitRate("prores", null))).isEqualTo(5_000_000);
  }

  /** The bit rate of a still picture says little about the rest of the video. */
  @Test
  void keepsAMinimumOfBits() {
    assertThat(largestBitRate(Sources.withBitRate("h264", 1000L))).isEqualTo(1_250_000);
  }

  @Test
  void hasNoSoundIfTheSourceHasNone() {
    assertThat(Ladder.of(Sources.silent())).noneMatch(Rung::hasSound);
  }

  private static long largestBitRate(SourceStreams source) {
    return Ladder.of(source).get(0).videoBitRate();
  }

  private static List<String> sizes(SourceStreams source) {
    return Ladder.of(source).stream().map(rung -> rung.width() + "x" + rung.height()).toList();
  }
}
