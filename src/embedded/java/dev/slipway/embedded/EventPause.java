package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A switch that pauses the store's events, to show how the application works without notifications.
 * It is a file, so tests and people can use it from anywhere: {@code touch .slipway/events/paused}.
 */
public final class EventPause {
  private final Path file;

  /**
   * @param directory the data directory
   */
  public EventPause(Path directory) {
    this.file = new DataDirectory(directory).events().resolve("paused");
  }

  /** Queues all further events; one that is being sent still arrives. */
  public void pause() {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the queued events, in order. */
  public void resume() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isPaused() {
    return Files.exists(file);
  }
}
