package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds the store's events back, to see what the application does without notifications. A file, so
 * that a test, or {@code touch .slipway/events/paused}, can do it from anywhere.
 */
public final class EventPause {
  private final Path file;

  /**
   * @param directory the data directory
   */
  public EventPause(Path directory) {
    this.file = new DataDirectory(directory).events().resolve("paused");
  }

  /** From now on events queue up; one that is being sent right now still arrives. */
  public void pause() {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends what has queued up, in order. */
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
