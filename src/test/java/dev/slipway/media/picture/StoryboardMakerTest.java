package dev.slipway.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.media.probe.Mp4Bytes;
import dev.slipway.media.probe.TestMedia;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Storyboards of real files, with the real ffmpeg. */
class StoryboardMakerTest {
  @TempDir Path directory;
  private PictureFixture pictures;

  @BeforeEach
  void prepare() {
    pictures = new PictureFixture(directory.resolve("work"));
  }

  @ParameterizedTest
  @CsvSource({"redBlue.mp4", "redBlue.mkv", "redBlue.ts"})
  void framesAreThoseOfTheirTime(String name) throws IOException {
    var file = redThenBlue(name, 60);

    var storyboard = pictures.storyboard(file, 120_000L).orElseThrow();

    assertThat(storyboard.frames()).isEqualTo(60);
    assertThat(storyboard.intervalMillis()).isEqualTo(2000);
    assertThat(storyboard.sprites()).hasSize(3);
    assertThat(List.of(storyboard.tileWidth(), storyboard.tileHeight())).containsExactly(160, 90);
    assertThat(isRed(frame(storyboard, 0))).isTrue();
    assertThat(isRed(frame(storyboard, 28))).isTrue();
    assertThat(isRed(frame(storyboard, 31))).isFalse();
    assertThat(isRed(frame(storyboard, 59))).isFalse();
  }

  /** The times of frames are those of a player, which begins with whatever comes first. */
  @ParameterizedTest
  @CsvSource({"mp4, 10, 0", "ts, 10, 0", "mkv, 10, 0", "mp4, 0, 4", "ts, 0, 4", "mkv, 0, 4"})
  void framesAreThoseOfTheirTimeIfATrackBeginsLate(String type, int pictures, int sound)
      throws IOException {
    var silent = redThenBlue("silent." + type, 20);
    var file =
        TestMedia.ffmpeg(
            directory,
            "late." + type,
            List.of(
                ("-itsoffset %d -i %s -itsoffset %d -f lavfi -i sine=duration=50"
                        + " -map 0 -map 1 -c:v copy -c:a %s")
                    .formatted(pictures, silent, sound, type.equals("ts") ? "mp2" : "aac")
                    .split(" ")));

    var storyboard = this.pictures.storyboard(file, 54_000L).orElseThrow();

    // The picture becomes blue after twenty seconds of red.
    var change = (20 + pictures) / 2;
    assertThat(isRed(frame(storyboard, change - 2))).isTrue();
    assertThat(isRed(frame(storyboard, change + 2))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1, 2000, 1", "30000, 2000, 15", "600000, 6000, 100", "43200000, 432000, 100"})
  void hasAtMostAHundredFrames(long millis, long interval, int frames) {
    assertThat(StoryboardMaker.interval(millis)).isEqualTo(interval);
    assertThat((millis + interval - 1) / interval).isEqualTo(frames);
  }

  @Test
  void readsOnlyTheKeyFramesThatItShows() throws IOException {
    var file =
        TestMedia.ffmpeg(
            directory,
            "large.mp4",
            List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=640x360:rate=25:duration=60",
                "-c:v",
                "libopenh264",
                "-g",
                "50",
                "-b:v",
                "4M"));
    var withLongOffsets = directory.resolve("long-offsets.mp4");
    Files.write(withLongOffsets, Mp4Bytes.withLongOffsets(Files.readAllBytes(file)));

    for (var each : List.of(file, withLongOffsets)) {
      pictures.storyboard(each, 60_000L);

      assertThat(pictures.bytesRead()).isLessThan(Files.size(each) / 3);
    }
  }

  @Test
  void leavesOutAKeyFrameThatIsTooLarge() throws IOException {
    var file = redThenBlue("damaged.mp4", 10);
    claimSize(file, 90, 100 << 20);

    var storyboard = pictures.storyboard(file, 20_000L).orElseThrow();

    assertThat(storyboard.frames()).isEqualTo(10);
    assertThat(isRed(frame(storyboard, 0))).isTrue();
    assertThat(isRed(frame(storyboard, 9))).isFalse();
    assertThat(pictures.bytesRead()).isLessThan(10 << 20);
  }

  /** Writes another size of a picture into the index, and makes the file long enough. */
  private static void claimSize(Path file, int sample, int size) throws IOException {
    try (var changed = new RandomAccessFile(file.toFile(), "rw")) {
      var bytes = new byte[(int) changed.length()];
      changed.readFully(bytes);
      var table = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("stsz");
      changed.seek(table + Integer.BYTES * (4L + sample));
      changed.writeInt(size);
      changed.setLength(bytes.length + 2L * size);
    }
  }

  @Test
  void shortVideoHasOneFrame() {
    var storyboard = pictures.storyboard(redThenBlue("short.mp4", 1), 900L).orElseThrow();

    assertThat(storyboard.frames()).isEqualTo(1);
    assertThat(storyboard.sprites()).hasSize(1);
  }

  @Test
  void videoOfUnknownDurationHasNone() {
    assertThat(pictures.storyboard(redThenBlue("live.mp4", 1), null)).isEmpty();
  }

  private Path redThenBlue(String name, int seconds) {
    var graph =
        "color=red:size=320x180:rate=5:duration=%1$d[a];color=blue:size=320x180:rate=5:duration=%1$d[b];[a][b]concat"
            .formatted(seconds);
    var options =
        new ArrayList<>(List.of("-filter_complex", graph, "-c:v", "libopenh264", "-g", "10"));
    if (name.endsWith(".mp4")) {
      options.addAll(List.of("-movflags", "+faststart"));
    }
    return TestMedia.ffmpeg(directory, name, options);
  }

  private static BufferedImage frame(Storyboard storyboard, int index) throws IOException {
    var sprite =
        ImageIO.read(
            new ByteArrayInputStream(
                storyboard.sprites().get(index / Storyboard.FRAMES_PER_SPRITE)));
    var place = index % Storyboard.FRAMES_PER_SPRITE;
    return sprite.getSubimage(
        place % Storyboard.COLUMNS * storyboard.tileWidth(),
        place / Storyboard.COLUMNS * storyboard.tileHeight(),
        storyboard.tileWidth(),
        storyboard.tileHeight());
  }

  private static boolean isRed(BufferedImage frame) {
    var colour = frame.getRGB(frame.getWidth() / 2, frame.getHeight() / 2);
    return (colour >> 16 & 0xff) > (colour & 0xff);
  }
}
