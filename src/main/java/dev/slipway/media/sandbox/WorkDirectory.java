package dev.slipway.media.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** A private directory for the files of one run. Closing deletes it. */
public record WorkDirectory(Path path) implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(WorkDirectory.class);

  @Override
  public void close() {
    try {
      WorkDirectories.delete(path);
    } catch (IOException e) {
      // The next start removes it.
      LOG.warnf("Can't remove the directory %s: %s", path, e);
    }
  }
}
