package dev.slipway.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.embedded.media.IncludedPrograms;
import dev.slipway.media.probe.MediaProgramException;
import dev.slipway.media.probe.TestMedia;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Posters of real files, with the real ffmpeg. */
class PosterMakerTest {
  private static final String H264 = "-c:v libopenh264 -g 25";

  @TempDir Path directory;
  private PictureFixture pictures;

  @BeforeEach
  void prepare() {
    pictures = new PictureFixture(directory.resolve("work"));
  }

  @ParameterizedTest
  @CsvSource({
    "clip.mp4, -c:v libopenh264 -g 25",
    "last.mp4, -c:v libopenh264 -g 25 -movflags -faststart",
    "fragments.mp4, -c:v libopenh264 -g 25 -movflags frag_keyframe+empty_moov",
    "clip.mov, -c:v mpeg4 -g 25",
    "edit.mov, -c:v prores",
    "clip.mkv, -c:v libopenh264 -g 25",
    "clip.webm, -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 25",
    "clip.avi, -c:v mjpeg",
    "clip.ts, -c:v libopenh264 -g 25",
    "clip.mpg, -c:v mpeg2video"
  })
  void everyContainerHasAPoster(String name, String encoding) throws IOException {
    var file = testPicture(name, "640x360", 4, encoding);

    var poster = pictures.poster(file, 4000L, null, null);

    assertThat(List.of(poster.width(), poster.height())).containsExactly(640, 360);
    assertThat(poster.millis()).isBetween(1000L, 4100L);
    var image = ImageIO.read(new ByteArrayInputStream(poster.jpeg()));
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(640, 360);
    var tile = ImageIO.read(new ByteArrayInputStream(poster.tile()));
    assertThat(List.of(tile.getWidth(), tile.getHeight())).containsExactly(480, 270);
    assertThat(poster.placeholder()).startsWith("data:image/png;base64,").hasSizeLessThan(1024);
  }

  @Test
  void placeholderIsATinyPictureWithTheSameColours() throws IOException {
    var file = colours("red.mp4", "color=red:size=1280x720:rate=25:duration=2");

    var placeholder = pictures.poster(file, 2000L, null, null).placeholder();

    var png = Base64.getDecoder().decode(placeholder.substring(placeholder.indexOf(',') + 1));
    var image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(12, 6);
    assertThat(image.getRGB(5, 3) >> 16 & 0xff).isGreaterThan(230);
    assertThat(image.getRGB(5, 3) & 0xffff).isLessThan(0x1010);
  }

  @ParameterizedTest
  @CsvSource({
    "1920x1080, '', 1280, 720",
    "1080x1920, '', 720, 1280",
    "640x360, rotate, 360, 640",
    "720x576, setsar=64/45, 1024, 576",
    "321x241, '', 322, 242",
    "64x16, '', 64, 16"
  })
  void picturesAreUprightWithSquarePixelsAndAtMost1280(
      String size, String change, int width, int height) {
    var file = testPicture("source.mp4", size, 2, H264 + filter(change, size));
    if (change.equals("rotate")) {
      file =
          TestMedia.ffmpeg(
              directory,
              "rotated.mp4",
              List.of("-display_rotation", "90", "-i", file.toString(), "-c", "copy"));
    }

    var poster = pictures.poster(file, 2000L, null, null);

    assertThat((double) poster.width() / poster.height())
        .isCloseTo((double) width / height, within(0.02));
    assertThat(poster.width()).isCloseTo(width, within(2));
  }

  @Test
  void choosesABrightSharpFrame() {
    var file =
        colours(
            "mixed.mp4",
            "color=black:size=640x360:rate=25:duration=4[a];"
                + "testsrc2=size=640x360:rate=25:duration=4,gblur=sigma=30[b];"
                + "testsrc2=size=640x360:rate=25:duration=4[c];"
                + "color=white:size=640x360:rate=25:duration=4[d];"
                + "[a][b][c][d]concat=n=4");

    assertThat(pictures.poster(file, 16_000L, null, null).millis()).isBetween(8000L, 12_000L);
  }

  @Test
  void blackVideoHasAPoster() {
    var file = colours("black.mp4", "color=black:size=320x240:rate=25:duration=3");

    assertThat(pictures.poster(file, 3000L, null, null).width()).isEqualTo(320);
  }

  @Test
  void videoOfOneFrameHasAPoster() {
    var file = colours("frame.mp4", "testsrc2=size=320x240:rate=25:duration=0.04");

    assertThat(pictures.poster(file, 40L, null, null).millis()).isZero();
    assertThat(pictures.poster(file, null, null, null).millis()).isZero();
  }

  @Test
  void highDynamicRangeIsMappedToThatOfAScreen() throws IOException {
    var pq = "color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv";
    var file =
        colours(
            "hdr.mp4",
            "color=white:size=320x180:rate=25:duration=2,format=yuv420p10le,setparams=" + pq);

    var dull = mean(pictures.poster(file, 2000L, null, null));
    var mapped = mean(pictures.poster(file, 2000L, "pq", null));

    assertThat(mapped).isGreaterThan(200);
    assertThat(dull).isGreaterThan(0);
  }

  @Test
  void usesTheKeyFrameNearestToAChosenTime() {
    var file = testPicture("clip.mp4", "320x240", 10, H264);

    assertThat(pictures.poster(file, 10_000L, null, 6900L).millis()).isEqualTo(7000);
    assertThat(pictures.poster(file, 10_000L, null, 0L).millis()).isZero();
    assertThat(pictures.poster(file, 10_000L, null, 99_000L).millis()).isEqualTo(9000);
  }

  /** More frames, and more bytes, than those among which the best one is chosen. */
  @Test
  void usesAnyFrameOfTheStoryboardOfAFileWithoutIndex() {
    pictures =
        new PictureFixture(
            directory.resolve("work"),
            IncludedPrograms.directory(),
            Map.of("slipway.media.pictures.max-read", "64K"));
    var file = testPicture("clip.mkv", "320x240", 100, H264);

    for (var millis : List.of(1000L, 33_000L, 77_000L, 99_000L)) {
      assertThat(pictures.poster(file, 100_000L, null, millis).millis())
          .isBetween(millis - 1100, millis + 1100);
    }
  }

  @Test
  void readsOnlyTheIndexAndTheKeyFrames() throws IOException {
    var file = testPicture("large.mp4", "1280x720", 20, "-c:v libopenh264 -g 50 -b:v 8M");

    pictures.poster(file, 20_000L, null, null);

    assertThat(pictures.bytesRead()).isLessThan(Files.size(file) / 4);
  }

  @Test
  void readsAtMostTheLimitOfAFileWithoutIndex() throws IOException {
    pictures =
        new PictureFixture(
            directory.resolve("work"),
            IncludedPrograms.directory(),
            Map.of("slipway.media.pictures.max-read", "2M"));
    var file = testPicture("large.mkv", "1280x720", 20, "-c:v libopenh264 -g 50 -b:v 8M");

    var poster = pictures.poster(file, 20_000L, null, null);

    assertThat(Files.size(file)).isGreaterThan(4 << 20);
    assertThat(pictures.bytesRead()).isLessThanOrEqualTo(2 << 20);
    assertThat(poster.width()).isEqualTo(1280);
  }

  @Test
  void fileWithoutADecodableFrameIsAFailure() throws IOException {
    var file = testPicture("broken.mkv", "320x240", 2, H264);
    var bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, 700));

    assertThatThrownBy(() -> pictures.poster(file, 2000L, null, null))
        .isInstanceOf(MediaProgramException.class)
        .hasMessageContaining("decodes no frame");
  }

  @Test
  void leavesNoTemporaryFiles() throws IOException {
    pictures.poster(testPicture("clip.mp4", "320x240", 2, H264), 2000L, null, null);

    try (var files = Files.walk(directory.resolve("work"))) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("run-"))).isEmpty();
    }
  }

  private static String filter(String change, String size) {
    return change.startsWith("setsar") ? " -vf " + change : "";
  }

  private Path testPicture(String name, String size, int seconds, String encoding) {
    var options =
        new ArrayList<>(
            List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=%s:rate=25:duration=%d".formatted(size, seconds)));
    options.addAll(List.of(encoding.split(" ")));
    return TestMedia.ffmpeg(directory, name, options);
  }

  private Path colours(String name, String graph) {
    return TestMedia.ffmpeg(
        directory,
        name,
        List.of(
            "-filter_complex",
            graph,
            "-c:v",
            graph.contains("10le") ? "libaom-av1" : "libopenh264",
            "-g",
            "25",
            "-cpu-used",
            "8",
            "-usage",
            "realtime"));
  }

  private static double mean(Poster poster) throws IOException {
    var image = ImageIO.read(new ByteArrayInputStream(poster.jpeg()));
    var sum = 0L;
    for (var y = 0; y < image.getHeight(); y++) {
      for (var x = 0; x < image.getWidth(); x++) {
        sum += image.getRGB(x, y) & 0xff;
      }
    }
    return (double) sum / (image.getWidth() * image.getHeight());
  }
}
