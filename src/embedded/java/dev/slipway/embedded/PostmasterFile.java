package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running PostgreSQL says about itself in its data directory. After a crash the file stays,
 * and its process id may belong to anybody.
 */
record PostmasterFile(long pid, int port, boolean ready) {
  private static final int PORT = 3;
  private static final int STATUS = 7;

  static Path in(Path data) {
    return data.resolve("postmaster.pid");
  }

  static Optional<PostmasterFile> read(Path data) {
    try {
      return parse(Files.readAllLines(in(data)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<PostmasterFile> parse(List<String> lines) {
    // PostgreSQL writes the file line by line; until the port stands there it says nothing.
    if (lines.size() <= PORT) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PostmasterFile(
              Long.parseLong(lines.get(0).strip()),
              Integer.parseInt(lines.get(PORT).strip()),
              lines.size() > STATUS && lines.get(STATUS).strip().equals("ready")));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
