package dev.slipway.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A persistent queue of events: one file per event, numbered, complete or absent. */
final class EventQueue {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".json";

  private final Path directory;
  private long lastNumber;
  private boolean addedSinceAwait = true;

  EventQueue(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory, DataDirectory.ownerOnly("rwx------"));
      lastNumber = highestNumber();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stores the event; {@link EventSender} sends it later. */
  synchronized void add(MinioNotification event) {
    try {
      var unfinished = directory.resolve("unfinished");
      Files.deleteIfExists(unfinished);
      Files.createFile(unfinished, DataDirectory.ownerOnly("rw-------"));
      Files.write(unfinished, JSON.writeValueAsBytes(event));
      Files.move(
          unfinished, directory.resolve("%019d".formatted(++lastNumber) + SUFFIX), ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    addedSinceAwait = true;
    notifyAll();
  }

  /** The file of the oldest event. */
  Optional<Path> oldest() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().findFirst();
    }
  }

  /** Waits until an event has been added since the last call, or the time is over. */
  synchronized void await(long milliseconds) throws InterruptedException {
    if (!addedSinceAwait) {
      wait(milliseconds);
    }
    addedSinceAwait = false;
  }

  private long highestNumber() throws IOException {
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
