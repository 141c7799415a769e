package dev.slipway.processing.scan;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One command to clamd: commands and answers end with a zero byte. Each operation ends within the
 * timeout, and soon after its thread is interrupted.
 */
final class ClamdConnection implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int MAX_ANSWER_LENGTH = 1_000;
  private static final Duration INTERRUPT_CHECK_INTERVAL = Duration.ofMillis(500);

  /** Closes sockets, because a blocked write knows no timeout and ignores interrupts. */
  private static final ScheduledThreadPoolExecutor WATCHDOG = createWatchdog();

  private final Socket socket = new Socket();
  private final Duration timeout;
  private final DataOutputStream output;

  ClamdConnection(ScannerAddress address, Duration timeout) throws IOException {
    this.timeout = timeout;
    try {
      socket.connect(address.resolve(), CONNECT_TIMEOUT_MILLIS);
      output = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * @throws SocketTimeoutException if the scanner doesn't take the command in time
   */
  void sendCommand(String name) throws IOException {
    watch(
        () -> {
          output.write(("z" + name + "\0").getBytes(StandardCharsets.US_ASCII));
          output.flush();
          return null;
        });
  }

  /**
   * Sends a part of the file; an empty one ends the file.
   *
   * @throws SocketTimeoutException if the scanner doesn't take it in time
   */
  void sendChunk(byte[] bytes) throws IOException {
    watch(
        () -> {
          output.writeInt(bytes.length);
          output.write(bytes);
          output.flush();
          return null;
        });
  }

  /**
   * Reads the answer without its zero byte. It is empty if the scanner closed the connection.
   *
   * @throws SocketTimeoutException if the scanner doesn't answer in time
   */
  String readAnswer() throws IOException {
    return watch(
        () -> {
          var input = socket.getInputStream();
          var answer = new StringBuilder();
          for (var next = input.read(); next > 0; next = input.read()) {
            answer.append((char) next);
            if (answer.length() > MAX_ANSWER_LENGTH) {
              throw new IOException("The answer is too long");
            }
          }
          return answer.toString().strip();
        });
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private <T> T watch(Callable<T> operation) throws IOException {
    var end = System.nanoTime() + timeout.toNanos();
    var thread = Thread.currentThread();
    var closed = new AtomicBoolean();
    var interval = Math.min(INTERRUPT_CHECK_INTERVAL.toNanos(), timeout.toNanos());
    var check =
        WATCHDOG.scheduleWithFixedDelay(
            () -> {
              if (System.nanoTime() - end >= 0 || thread.isInterrupted()) {
                closed.set(true);
                closeQuietly();
              }
            },
            interval,
            interval,
            TimeUnit.NANOSECONDS);
    try {
      return operation.call();
    } catch (IOException e) {
      throw closed.get() ? timedOut(e) : e;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      check.cancel(false);
    }
  }

  private static SocketTimeoutException timedOut(IOException cause) {
    var timedOut =
        new SocketTimeoutException("The scanner did not accept the file or answer in time");
    timedOut.initCause(cause);
    return timedOut;
  }

  private void closeQuietly() {
    try {
      socket.close();
    } catch (IOException e) {
      // The operation fails in any case.
    }
  }

  private static ScheduledThreadPoolExecutor createWatchdog() {
    var executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "scanner-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
