package dev.slipway.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the application. When the JVM is asked to stop, a shutdown hook waits until this runner is
 * closed, so the services stop after the application.
 */
final class ApplicationRunner implements AutoCloseable {
  /** Longer than Quarkus and PostgreSQL take to stop. After that the JVM ends anyway. */
  private static final long MAX_WAIT_SECONDS = 60;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread shutdownHook = new Thread(this::awaitClosed, "slipway-embedded-shutdown");

  ApplicationRunner() {
    Runtime.getRuntime().addShutdownHook(shutdownHook);
  }

  /** Runs the application until it ends, and returns its exit code. */
  int run(String[] args) {
    if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      // Development mode handles exits itself.
      Quarkus.run(args);
      return 0;
    }
    // Without an exit handler Quarkus would end the JVM before the services are closed.
    var exitCode = new AtomicInteger();
    Quarkus.run(null, (code, cause) -> exitCode.set(onExit(code, cause)), args);
    return exitCode.get();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException shuttingDown) {
      // The hook returns, because the latch is open.
    }
  }

  /** The messages of an exception and its causes on one line, without repetitions. */
  static String format(Throwable failure) {
    Set<String> messages = new LinkedHashSet<>();
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var message =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      if (messages.stream().noneMatch(earlier -> earlier.contains(message))) {
        messages.add(message.strip());
      }
    }
    return String.join(": ", messages);
  }

  /** With an exit handler, Quarkus leaves it to the handler to print the error. */
  private static int onExit(int code, Throwable cause) {
    if (cause != null) {
      System.err.println("Slipway failed to start: " + format(cause));
    }
    return code;
  }

  private void awaitClosed() {
    try {
      closed.await(MAX_WAIT_SECONDS, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
