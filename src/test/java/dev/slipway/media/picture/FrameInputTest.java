package dev.slipway.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.media.probe.CountingSource;
import dev.slipway.media.source.LocalView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameInputTest {
  private static final int MIB = 1 << 20;

  @TempDir static Path directory;

  /** As if the bytes were spread evenly over the video. */
  @Test
  void estimatesHowMuchOfTheVideoTheBeginningCovers() throws IOException {
    assertThat(beginning(8 * MIB, 8 * MIB, 60_000L)).isEqualTo(60_000);
    assertThat(beginning(8 * MIB, 2 * MIB, 60_000L)).isEqualTo(15_000);
    assertThat(beginning(8 * MIB, 2 * MIB, null)).isZero();
  }

  private static long beginning(int size, int maxBytes, Long millis) throws IOException {
    var file = Files.createTempFile(directory, "video", ".avi");
    Files.write(file, new byte[size]);
    var copy = file.resolveSibling(file.getFileName() + ".copy");
    try (var source = new CountingSource(file);
        var view = new LocalView(source, copy, maxBytes, 100)) {
      return FrameInput.fetchBeginning(view, millis).millis();
    }
  }
}
