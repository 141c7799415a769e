package dev.slipway.media.rendition;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.media.probe.MediaProgramException;
import dev.slipway.media.sandbox.NamedPipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenditionOutputTest {
  @TempDir Path directory;

  private Path pipe;

  @BeforeEach
  void createPipe() throws IOException {
    assumeTrue(NamedPipes.areSupported());
    pipe = directory.resolve("pipe");
    NamedPipes.create(List.of(pipe));
  }

  @Test
  void limitsTheSize() throws IOException {
    try (var output = new RenditionOutput(pipe, (bytes, offset, length) -> {}, 10)) {
      var result = output.start();
      Files.write(pipe, new byte[11]);

      assertThat(result)
          .failsWithin(10, SECONDS)
          .withThrowableThat()
          .withCauseInstanceOf(MediaProgramException.class)
          .withMessageContaining("more than 10 bytes");
    }
  }

  /** Such as a program that crashes before it opens its outputs. */
  @Test
  void endsAlthoughNothingWasWritten() throws IOException {
    var output = new RenditionOutput(pipe, (bytes, offset, length) -> {}, 10);
    var result = output.start();
    output.close();

    assertThat(result)
        .failsWithin(10, SECONDS)
        .withThrowableThat()
        .withMessageContaining("no fragment");
  }
}
