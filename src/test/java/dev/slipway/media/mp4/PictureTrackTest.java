package dev.slipway.media.mp4;

import static dev.slipway.media.probe.Mp4Bytes.ascii;
import static dev.slipway.media.probe.Mp4Bytes.box;
import static dev.slipway.media.probe.Mp4Bytes.ints;
import static dev.slipway.media.probe.Mp4Bytes.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.media.mp4.PictureTrack.KeyFrame;
import dev.slipway.media.probe.CountingSource;
import dev.slipway.media.source.LocalView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Finds tracks in files whose boxes were written by hand, without stss: each is a key frame. */
@Timeout(60)
class PictureTrackTest {
  private static final int MAX_UNSIGNED = -1;
  private static final byte[] FTYP = box("ftyp", ascii("isom"), ints(0));
  private static final byte[] WITH_TWO_PICTURES = track(2, 1);

  @TempDir Path directory;

  @Test
  void findsTheTrackWithPictures() throws IOException {
    withTrack(
        WITH_TWO_PICTURES,
        track -> {
          assertThat(track.durationMillis()).isEqualTo(2_000);
          assertThat(track.nearestKeyFrames(new long[] {0, 1_900}))
              .containsExactly(new KeyFrame(0, 8, 1, 1), new KeyFrame(1_000, 9, 1, 1));
        });
  }

  /** Such a track would have the most pictures, and each of them would be visited. */
  @Test
  void ignoresATrackThatClaimsTooManyPictures() throws IOException {
    for (var chunks = 0; chunks < 2; chunks++) {
      withTrack(
          join(WITH_TWO_PICTURES, track(MAX_UNSIGNED, chunks)),
          track ->
              assertThat(track.nearestKeyFrames(new long[] {Long.MAX_VALUE}))
                  .containsExactly(new KeyFrame(1_000, 9, 1, 1)));
    }
  }

  @Test
  void ignoresATrackWithoutChunks() throws IOException {
    withTrack(
        join(WITH_TWO_PICTURES, track(3, 0)),
        track -> assertThat(track.durationMillis()).isEqualTo(2_000));
  }

  /** The box {@code elst} begins with an edit of three seconds that has no media. */
  @Test
  void countsTheDelayOfTheTrack() throws IOException {
    var edits = box("edts", box("elst", ints(0, 2, 3_000, -1, 0x10000, 2_000, 0, 0x10000)));
    var text = new String(WITH_TWO_PICTURES, StandardCharsets.ISO_8859_1);
    var tkhd = Arrays.copyOfRange(WITH_TWO_PICTURES, 8, text.indexOf("mdia") - 4);
    var mdia = Arrays.copyOfRange(WITH_TWO_PICTURES, 8 + tkhd.length, WITH_TWO_PICTURES.length);

    withTrack(
        box("trak", tkhd, edits, mdia),
        track -> {
          assertThat(track.durationMillis()).isEqualTo(5_000);
          assertThat(track.nearestKeyFrames(new long[] {0, 3_900}))
              .extracting(KeyFrame::millis)
              .containsExactly(3_000L, 4_000L);
        });
  }

  private void withTrack(byte[] tracks, Consumer<PictureTrack> check) throws IOException {
    var moov = box("moov", box("mvhd", ints(0, 0, 0, 1_000), new byte[84]), tracks);
    var file = Files.createTempFile(directory, "film", ".mp4");
    Files.write(file, join(FTYP, moov, box("mdat", new byte[100])));
    var copy = Files.createTempDirectory(directory, "work").resolve("view");
    try (var stored = new CountingSource(file);
        var view = new LocalView(stored, copy, 1 << 20, 100)) {
      check.accept(PictureTrack.find(view).orElseThrow());
    }
  }

  /** A track of pictures of one byte, one each second, which are at offset 8 if it has a chunk. */
  private static byte[] track(int pictures, int chunks) {
    var table =
        box(
            "stbl",
            box("stsd", ints(0, 0)),
            box("stts", ints(0, 1, pictures, 1)),
            box("stsc", ints(0, 1, 1, pictures, 1)),
            box("stsz", ints(0, 1, pictures)),
            box("stco", ints(0, chunks), chunks == 0 ? new byte[0] : ints(8)));
    return box(
        "trak",
        box("tkhd", ints(1)),
        box(
            "mdia",
            box("mdhd", ints(0, 0, 0, 1, 0, 0)),
            box("hdlr", ints(0, 0), ascii("vide")),
            box("minf", table)));
  }
}
