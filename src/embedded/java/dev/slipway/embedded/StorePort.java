package dev.slipway.embedded;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.gaul.s3proxy.S3Proxy;
import org.jboss.logging.Logger;

/**
 * The port of a directory's store: the chosen one, else the one of last time, so that signed URLs
 * and bookmarks outlive a restart, else any.
 */
final class StorePort {
  private static final Logger LOG = Logger.getLogger(StorePort.class);

  private final Path memory;
  private final OptionalInt chosen;

  StorePort(DataDirectory directory, OptionalInt chosen) {
    this.memory = directory.root().resolve("store.port");
    this.chosen = chosen;
  }

  S3Proxy open(Opener opener) throws IOException {
    if (chosen.isPresent()) {
      return openChosen(opener);
    }
    var server = openRemembered(opener, remembered());
    Files.writeString(memory, Integer.toString(server.getPort()));
    return server;
  }

  private S3Proxy openChosen(Opener opener) throws IOException {
    try {
      return opener.open(chosen.getAsInt());
    } catch (BindException e) {
      throw new CannotStartException(
          "Port %d is taken: choose another with SLIPWAY_EMBEDDED_STORE_PORT, or none for any."
              .formatted(chosen.getAsInt()),
          e);
    }
  }

  private static S3Proxy openRemembered(Opener opener, int port) throws IOException {
    try {
      return opener.open(port);
    } catch (BindException e) {
      LOG.warnf("The store's port of last time, %d, is taken: it gets another one", port);
      return opener.open(0);
    }
  }

  private int remembered() throws IOException {
    if (!Files.exists(memory)) {
      return 0;
    }
    try {
      return Integer.parseInt(Files.readString(memory).strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Starts a server that listens on the port; 0 is any. */
  @FunctionalInterface
  interface Opener {
    S3Proxy open(int port) throws IOException;
  }
}
