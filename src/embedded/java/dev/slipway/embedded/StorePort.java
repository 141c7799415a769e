package dev.slipway.embedded;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/**
 * Chooses the port at which browsers reach the store: the configured one; otherwise the previous
 * one, so signed URLs and bookmarks work after a restart; otherwise any free port.
 */
final class StorePort {
  private static final Logger LOG = Logger.getLogger(StorePort.class);

  private final Path portFile;
  private final OptionalInt chosen;

  StorePort(DataDirectory directory, OptionalInt chosen) {
    this.portFile = directory.privateFile("store.port");
    this.chosen = chosen;
  }

  /** Starts the server, and remembers its port unless that is configured. */
  <T> T open(Opener<T> opener, ToIntFunction<T> portOf) throws IOException {
    if (chosen.isPresent()) {
      return openChosen(opener);
    }
    var server = openPrevious(opener, previousPort());
    Files.writeString(portFile, Integer.toString(portOf.applyAsInt(server)));
    return server;
  }

  private <T> T openChosen(Opener<T> opener) throws IOException {
    try {
      return opener.open(chosen.getAsInt());
    } catch (BindException e) {
      throw new CannotStartException(
          "Port %d is in use. Choose another one with SLIPWAY_EMBEDDED_STORE_PORT, or remove it."
              .formatted(chosen.getAsInt()),
          e);
    }
  }

  private static <T> T openPrevious(Opener<T> opener, int port) throws IOException {
    try {
      return opener.open(port);
    } catch (BindException e) {
      LOG.warnf("The store's previous port %d is in use, so the store gets another one", port);
      return opener.open(0);
    }
  }

  private int previousPort() throws IOException {
    if (!Files.exists(portFile)) {
      return 0;
    }
    try {
      return Integer.parseInt(Files.readString(portFile).strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Starts a server on a port; 0 means any free one. */
  @FunctionalInterface
  interface Opener<T> {
    T open(int port) throws IOException;
  }
}
