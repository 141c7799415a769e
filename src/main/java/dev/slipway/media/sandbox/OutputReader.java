package dev.slipway.media.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a stream of a process in a thread of its own, and keeps its beginning. */
final class OutputReader {
  private static final int BUFFER = 8192;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final InputStream stream;
  private final int limit;
  private final LineSplitter lines;
  private final Runnable onOverflow;
  private final Thread thread;
  private volatile boolean hasOverflowed;
  private int size;

  private OutputReader(InputStream stream, int limit, LineSplitter lines, Runnable onOverflow) {
    this.stream = stream;
    this.limit = limit;
    this.lines = lines;
    this.onOverflow = onOverflow;
    this.thread = new Thread(this::readAll, "media-output");
    thread.setDaemon(true);
  }

  /**
   * @param lines receives the output instead of keeping it; null to keep its beginning
   * @param onOverflow runs once, when the stream has more bytes than the limit
   */
  static OutputReader start(
      InputStream stream, int limit, LineSplitter lines, Runnable onOverflow) {
    var reader = new OutputReader(stream, limit, lines, onOverflow);
    reader.thread.start();
    return reader;
  }

  boolean hasOverflowed() {
    return hasOverflowed;
  }

  /**
   * Waits for the end of the stream, but not for ever: a process that has left the group can keep
   * the pipe open.
   */
  byte[] await(long millis) throws InterruptedException {
    thread.join(millis);
    synchronized (kept) {
      return kept.toByteArray();
    }
  }

  private void readAll() {
    var buffer = new byte[BUFFER];
    try {
      for (var count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        keep(buffer, count);
      }
    } catch (IOException ended) {
      // Java closes the stream when the process ends.
    }
  }

  private void keep(byte[] buffer, int count) {
    synchronized (kept) {
      var accepted = Math.min(count, limit - size);
      size += accepted;
      if (lines == null) {
        kept.write(buffer, 0, accepted);
      } else {
        lines.accept(buffer, accepted);
      }
      if (accepted == count || hasOverflowed) {
        return;
      }
      hasOverflowed = true;
    }
    onOverflow.run();
  }
}
