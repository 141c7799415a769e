package dev.slipway.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the application so that what runs beside it can be closed afterwards, also when the JVM is
 * asked to end: the JVM then waits until this is closed.
 */
final class ApplicationRunner implements AutoCloseable {
  /** More than Quarkus and PostgreSQL take to stop; then the JVM ends anyway. */
  private static final long WAIT_SECONDS = 60;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::awaitClosed, "slipway-embedded-shutdown");

  ApplicationRunner() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Returns the exit code when the application has ended. */
  int run(String[] args) {
    if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      // Development mode has its own idea of what an exit is.
      Quarkus.run(args);
      return 0;
    }
    // Without a handler Quarkus would end the JVM before the parts are closed.
    var exitCode = new AtomicInteger();
    Quarkus.run(null, (code, cause) -> exitCode.set(ended(code, cause)), args);
    return exitCode.get();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook returns now that the latch is open.
    }
  }

  /** Whoever has a handler has to say what went wrong: Quarkus leaves it to them. */
  private static int ended(int code, Throwable cause) {
    if (cause != null) {
      System.err.println("Slipway does not start: " + Reasons.of(cause));
    }
    return code;
  }

  private void awaitClosed() {
    try {
      closed.await(WAIT_SECONDS, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
