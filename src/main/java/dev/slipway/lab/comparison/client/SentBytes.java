package dev.slipway.lab.comparison.client;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Counts the bytes of a file that a client sends, and cuts the connection where it is told to. */
public final class SentBytes {
  private final long cutAfter;
  private final BooleanSupplier isStopped;
  private long count;

  private SentBytes(long cutAfter, BooleanSupplier isStopped) {
    this.cutAfter = cutAfter;
    this.isStopped = isStopped;
  }

  /** The connection was cut on purpose. */
  public static final class CutException extends IOException {
    private CutException() {
      super("The connection was cut");
    }
  }

  /** The run was stopped. */
  public static final class StoppedException extends IOException {
    private StoppedException() {
      super("The run was stopped");
    }
  }

  static SentBytes uncut(BooleanSupplier isStopped) {
    return new SentBytes(Long.MAX_VALUE, isStopped);
  }

  static SentBytes cutAfter(long bytes, BooleanSupplier isStopped) {
    return new SentBytes(bytes, isStopped);
  }

  /**
   * Returns how many of the next bytes may be sent, at least one, and counts them.
   *
   * @throws CutException if the connection must be cut now
   * @throws StoppedException if the run was stopped
   */
  int take(int wanted) throws IOException {
    requireRunning();
    if (count == cutAfter) {
      throw new CutException();
    }
    var allowed = (int) Math.min(wanted, cutAfter - count);
    count += allowed;
    return allowed;
  }

  /**
   * @throws StoppedException if the run was stopped
   */
  void requireRunning() throws StoppedException {
    if (isStopped.getAsBoolean()) {
      throw new StoppedException();
    }
  }

  long count() {
    return count;
  }
}
