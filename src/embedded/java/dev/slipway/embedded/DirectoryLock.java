package dev.slipway.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/**
 * One application a data directory. The operating system holds the lock for the JVM, so it is gone
 * when the JVM is, however it ends.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws CannotStartException when another application, or this one, holds it
   */
  static DirectoryLock acquire(Path directory) {
    try {
      var channel = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new CannotStartException(
            ("Another Slipway uses %s: stop it, or start this one with another SLIPWAY_EMBEDDED_DIR"
                    + " and another QUARKUS_HTTP_PORT.")
                .formatted(directory));
      }
      return new DirectoryLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisJvm) {
      return null;
    }
  }
}
