package dev.slipway.media.rendition;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.media.probe.MediaProgramException;
import dev.slipway.media.sandbox.NamedPipes;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenditionOutputTest {
  /** Links to what this process has opened, on Linux. */
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

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

  /** For example a class that is missing. The caller that waits for the result must learn of it. */
  @Test
  void failsWithAnErrorOfTheReceiver() throws IOException {
    RenditionSink broken =
        (bytes, offset, length) -> {
          throw new NoClassDefFoundError("missing");
        };
    try (var output = new RenditionOutput(pipe, broken, 10_000_000)) {
      var result = output.start();
      Files.write(pipe, new byte[] {0, 0, 0, 24, 'f', 't', 'y', 'p'});

      assertThat(result)
          .failsWithin(10, SECONDS)
          .withThrowableThat()
          .withCauseInstanceOf(MediaProgramException.class)
          .withMessageContaining("missing");
      Eventually.holds("the reader ends", () -> !output.isWriting());
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

  /** Its neighbour can't be created, for example because the store doesn't answer. */
  @Test
  void outputThatWasNotStartedLeavesNoDescriptor() throws IOException {
    assumeTrue(Files.isDirectory(DESCRIPTORS));

    new RenditionOutput(pipe, (bytes, offset, length) -> {}, 10).close();

    assertThat(openDescriptors()).isZero();
  }

  @Test
  void endedOutputLeavesNoDescriptor() throws IOException {
    assumeTrue(Files.isDirectory(DESCRIPTORS));
    var output = new RenditionOutput(pipe, (bytes, offset, length) -> {}, 10);
    assertThat(openDescriptors()).isEqualTo(2);

    var result = output.start();
    output.close();

    assertThat(result).failsWithin(10, SECONDS);
    assertThat(openDescriptors()).isZero();
  }

  /** How often this process has opened the pipe. */
  private long openDescriptors() throws IOException {
    try (var descriptors = Files.list(DESCRIPTORS)) {
      return descriptors.filter(this::isOfPipe).count();
    }
  }

  private boolean isOfPipe(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).equals(pipe.toAbsolutePath());
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
