package dev.slipway.embedded.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The ffprobe and ffmpeg of the embedded services, for tests. */
public final class IncludedPrograms {
  /** Kept until {@code clean}, because unpacking takes a second. */
  private static final Path CACHE = Path.of("target", "media-programs").toAbsolutePath();

  private IncludedPrograms() {}

  /** The directory with the programs and their libraries. */
  public static Path directory() {
    try {
      return MediaBinaries.unpackInto(CACHE)
          .orElseThrow(() -> new IllegalStateException("No ffmpeg for this platform"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
