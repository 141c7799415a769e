package dev.slipway.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;

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
 * The PostgreSQL that an application which was killed may have left in a data directory. It is
 * stopped once it is known to be of this directory; whoever else has its process id by now is left
 * alone. The caller holds the directory's lock, so nobody else starts one meanwhile.
 */
record OrphanedPostgres(Path data, PostgresAddress.Login login) {
  private static final Logger LOG = Logger.getLogger(OrphanedPostgres.class);
  private static final long STOP_SECONDS = 30;

  /** Leaves the directory without a running PostgreSQL and without its file. */
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
        .filter(process -> names(process) || answers(file.port()))
        .ifPresent(this::stop);
  }

  /** The command line of a postmaster: {@code postgres -D <data> …}. */
  private boolean names(ProcessHandle process) {
    var arguments = List.of(process.info().arguments().orElse(new String[0]));
    return arguments.contains(data.toString())
        && process.info().command().map(c -> c.contains("postgres")).orElse(true);
  }

  /** Where command lines are hidden: it takes our password and names our directory. */
  private boolean answers(int port) {
    try {
      return data.toString()
          .equals(new PostgresAddress(port, login).queryValue("SHOW data_directory"));
    } catch (SQLException e) {
      return false;
    }
  }

  private void stop(ProcessHandle process) {
    LOG.infof("Stopping the PostgreSQL that a killed application left (process %d)", process.pid());
    try {
      interrupt(process);
      process.onExit().get(STOP_SECONDS, SECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new CannotStartException(
          "A PostgreSQL that was left running in %s does not stop: end process %d by hand."
              .formatted(data, process.pid()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("Interrupted while PostgreSQL stopped.", e);
    }
  }

  /** SIGINT is a fast shutdown; SIGTERM would wait for clients that never leave. */
  private static void interrupt(ProcessHandle process) throws IOException {
    if (PostgresBinaries.WINDOWS) {
      process.destroy();
      return;
    }
    // Fails when it ended by itself a moment ago, which is as well.
    Command.of(List.of("kill", "-INT", Long.toString(process.pid()))).succeeds();
  }
}
