package dev.slipway.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;

/** Copies of one clip, each with a different last byte. */
final class ClipCopies {
  private ClipCopies() {}

  static Path[] of(Path clip, Path directory, String name, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> copy(clip, directory.resolve(name + "-" + number + ".mp4"), number))
        .toArray(Path[]::new);
  }

  static Path copy(Path clip, Path target, int number) {
    try {
      Files.createDirectories(target.getParent());
      Files.copy(clip, target);
      return Files.write(target, new byte[] {(byte) number}, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
