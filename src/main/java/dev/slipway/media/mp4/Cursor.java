package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.nio.ByteBuffer;

/** Reads numbers one after the other, with a small buffer, so large tables need no memory. */
final class Cursor {
  private static final int WINDOW = 64 * 1024;

  private final LocalView view;
  private final long end;
  private long next;
  private ByteBuffer window = ByteBuffer.allocate(0);

  Cursor(LocalView view, long start, long end) {
    this.view = view;
    this.next = start;
    this.end = Math.min(end, view.size());
  }

  /** How many bytes are left. */
  long remaining() {
    return end - next + window.remaining();
  }

  int readByte() throws DamagedIndexException {
    require(1);
    return window.get() & 0xff;
  }

  int readInt() throws DamagedIndexException {
    require(Integer.BYTES);
    return window.getInt();
  }

  long readUnsignedInt() throws DamagedIndexException {
    return Integer.toUnsignedLong(readInt());
  }

  long readLong() throws DamagedIndexException {
    require(Long.BYTES);
    return window.getLong();
  }

  void skip(long bytes) throws DamagedIndexException {
    if (bytes > remaining()) {
      throw new DamagedIndexException("a table ends early");
    }
    var inWindow = (int) Math.min(bytes, window.remaining());
    window.position(window.position() + inWindow);
    next += bytes - inWindow;
  }

  private void require(int bytes) throws DamagedIndexException {
    if (window.remaining() >= bytes) {
      return;
    }
    if (remaining() < bytes) {
      throw new DamagedIndexException("a table ends early");
    }
    next -= window.remaining();
    var length = (int) Math.min(WINDOW, end - next);
    window = ByteBuffer.wrap(view.bytes(next, length));
    next += length;
  }
}
