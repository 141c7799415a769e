package dev.slipway.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.media.mp4.PictureTrack.KeyFrame;
import dev.slipway.media.probe.CountingSource;
import dev.slipway.media.probe.TestMedia;
import dev.slipway.media.source.LocalView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFrameFileTest {
  private static final int SIZE = (9 << 20) + 7;

  @TempDir Path directory;

  @Test
  void copiesFramesThatAreLargerThanABlock() throws IOException {
    var source =
        TestMedia.ffmpeg(
            directory,
            "clip.mp4",
            List.of(
                "-f",
                "lavfi",
                "-i",
                "color=red:size=64x64:rate=5:duration=1",
                "-c:v",
                "libopenh264",
                "-movflags",
                "+faststart"));
    var frame = new byte[SIZE];
    new Random(1).nextBytes(frame);
    var start = Files.size(source);
    Files.write(source, frame, StandardOpenOption.APPEND);
    var file = directory.resolve("frames.mp4");

    try (var stored = new CountingSource(source);
        var view = new LocalView(stored, directory.resolve("view"), 64 << 20, 100)) {
      var track = PictureTrack.find(view).orElseThrow();
      var frames = List.of(new KeyFrame(0, start, SIZE, 1), new KeyFrame(1, start + 1, 5, 1));

      assertThat(KeyFrameFile.write(track, frames, file)).isTrue();
    }

    var bytes = Files.readAllBytes(file);
    var from = bytes.length - SIZE - 5;
    assertThat(Arrays.copyOfRange(bytes, from, from + SIZE)).isEqualTo(frame);
    assertThat(Arrays.copyOfRange(bytes, from + SIZE, bytes.length))
        .isEqualTo(Arrays.copyOfRange(frame, 1, 6));
  }
}
