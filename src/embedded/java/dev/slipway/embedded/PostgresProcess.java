package dev.slipway.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL server process that ends with the application, even when that is killed. A shell
 * between the two reads from a pipe that only the JVM holds open. When the JVM closes the pipe or
 * ends, the shell reads the end of the file and stops PostgreSQL.
 *
 * <p>PostgreSQL runs in a session of its own, so Ctrl-C in the terminal doesn't stop it before the
 * application. On Windows there is no shell: closing stops PostgreSQL, but after a kill it runs
 * until the next start.
 */
final class PostgresProcess implements AutoCloseable {
  /** A fast shutdown writes a checkpoint, which can take long on a busy disk. */
  private static final long STOP_TIMEOUT_SECONDS = 30;

  private static final String SUPERVISOR =
      """
      trap '' HUP INT TERM
      exec 3<&0 </dev/null
      if command -v setsid >/dev/null; then
        set -- setsid "$@"
      elif command -v perl >/dev/null; then
        set -- perl -e 'use POSIX; POSIX::setsid(); exec @ARGV' -- "$@"
      fi
      "$@" 3<&- &
      server=$!
      { cat <&3 >/dev/null; kill -INT "$server"; } &
      watcher=$!
      exec 3<&-
      wait "$server"
      code=$?
      kill -KILL "$watcher" 2>/dev/null
      exit "$code"
      """;

  private final Process process;

  private PostgresProcess(Process process) {
    this.process = process;
  }

  static PostgresProcess start(List<String> postgres, Path log) throws IOException {
    var command = new ArrayList<String>();
    if (!PostgresBinaries.WINDOWS) {
      command.addAll(List.of("sh", "-c", SUPERVISOR, "slipway-postgres"));
    }
    command.addAll(postgres);
    return new PostgresProcess(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Stops PostgreSQL, and returns when it has ended. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyClosed) {
      // The shell has ended, and PostgreSQL with it.
    }
    if (PostgresBinaries.WINDOWS) {
      process.destroy();
    }
    try {
      process.waitFor(STOP_TIMEOUT_SECONDS, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
