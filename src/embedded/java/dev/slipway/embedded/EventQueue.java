package dev.slipway.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Events that are still to be sent: one file each, in order, complete or absent. */
final class EventQueue {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".json";

  private final Path directory;
  private long last;
  private boolean news = true;

  EventQueue(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
      last = highest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when the event is kept; sending is somebody else's job. */
  synchronized void add(MinioNotification event) {
    try {
      var unfinished = directory.resolve("unfinished");
      Files.write(unfinished, JSON.writeValueAsBytes(event));
      Files.move(unfinished, directory.resolve("%019d".formatted(++last) + SUFFIX), ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    news = true;
    notifyAll();
  }

  /** The oldest event's file. */
  Optional<Path> oldest() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().findFirst();
    }
  }

  /** Returns when an event was added since the last call, or after the time. */
  synchronized void await(long milliseconds) throws InterruptedException {
    if (!news) {
      wait(milliseconds);
    }
    news = false;
  }

  private long highest() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .mapToLong(name -> Long.parseLong(name.replace(SUFFIX, "")))
          .max()
          .orElse(0);
    }
  }
}
