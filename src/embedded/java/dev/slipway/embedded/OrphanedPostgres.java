package dev.slipway.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.slipway.embedded.PostgresCluster.PostmasterFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL server that a killed application may have left running in a data directory. It is
 * stopped only after it is known to belong to this directory, because another process may have its
 * process id by now. The caller holds the directory's lock, so nobody starts a server meanwhile.
 */
record OrphanedPostgres(Path data, EmbeddedPostgres.Login login) {
  private static final Logger LOG = Logger.getLogger(OrphanedPostgres.class);
  private static final long STOP_TIMEOUT_SECONDS = 30;

  /** Stops the server if there is one, and removes its process id file. */
  void stopAndCleanUp() {
    PostmasterFile.read(data).ifPresent(this::stop);
    try {
      Files.deleteIfExists(PostmasterFile.in(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stop(PostmasterFile file) {
    ProcessHandle.of(file.pid())
        .filter(process -> hasCommandLine(process) || servesDirectory(file.port()))
        .ifPresent(this::stop);
  }

  /** Whether its command line is that of our server: {@code postgres -D <data> …}. */
  private boolean hasCommandLine(ProcessHandle process) {
    var arguments = List.of(process.info().arguments().orElse(new String[0]));
    return arguments.contains(data.toString())
        && process.info().command().map(c -> c.contains("postgres")).orElse(true);
  }

  /**
   * Whether a server on this port accepts our password and names our directory; for systems that
   * hide command lines.
   */
  private boolean servesDirectory(int port) {
    try {
      return data.toString()
          .equals(new EmbeddedPostgres.Address(port, login).queryValue("SHOW data_directory"));
    } catch (SQLException e) {
      return false;
    }
  }

  private void stop(ProcessHandle process) {
    LOG.infof(
        "Stopping the PostgreSQL server that a killed application left running (process %d)",
        process.pid());
    try {
      interrupt(process);
      process.onExit().get(STOP_TIMEOUT_SECONDS, SECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new CannotStartException(
          "A PostgreSQL server that was left running in %s doesn't stop. End process %d yourself."
              .formatted(data, process.pid()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("Interrupted while PostgreSQL was stopping.", e);
    }
  }

  /** SIGINT is a fast shutdown; SIGTERM would wait for clients that never disconnect. */
  private static void interrupt(ProcessHandle process) throws IOException {
    if (PostgresBinaries.WINDOWS) {
      process.destroy();
      return;
    }
    // The result doesn't matter: it fails if the server has already ended.
    Command.of(List.of("kill", "-INT", Long.toString(process.pid()))).succeeds();
  }
}
