package dev.slipway.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.NavigableSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody at work on a {@link TcpProxy}: sees what goes along, may wait, change it, or cut. */
interface TcpInterceptor {
  /** Towards the one who listens, or back. */
  enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  /** Lets everything pass. */
  TcpInterceptor NONE = (way, bytes) -> bytes;

  /** Takes everything and passes nothing on. */
  TcpInterceptor DISCARD = (way, bytes) -> new byte[0];

  /**
   * Called by as many threads as there are connections, twice.
   *
   * @return what goes on
   * @throws IOException cuts this connection, with a reset at both ends
   */
  byte[] intercept(Direction way, byte[] bytes) throws IOException;

  /**
   * Cuts whatever connection carries one of these bytes, counted over all connections.
   *
   * @param cuts counts them: two of the bytes may be in one piece
   */
  static TcpInterceptor cutAt(NavigableSet<Long> offsets, AtomicInteger cuts) {
    var passed = new AtomicLong();
    return (way, bytes) -> {
      if (way == Direction.TO_SERVER) {
        var begin = passed.getAndAdd(bytes.length);
        if (!offsets.subSet(begin, true, begin + bytes.length, false).isEmpty()) {
          cuts.incrementAndGet();
          throw new IOException("cut");
        }
      }
      return bytes;
    };
  }

  /** Turns one bit around in the middle of the first piece that is this long. */
  static TcpInterceptor corruptOnce(int length) {
    var done = new AtomicBoolean();
    return (way, bytes) -> {
      if (way == Direction.TO_CLIENT || bytes.length < length || !done.compareAndSet(false, true)) {
        return bytes;
      }
      var changed = bytes.clone();
      changed[length / 2] ^= 1;
      return changed;
    };
  }

  /** Does something once, before a piece that contains this text goes on. */
  static TcpInterceptor runBefore(Direction where, String text, Action act) {
    var done = new AtomicBoolean();
    return (way, bytes) -> {
      if (way == where && contains(bytes, text) && done.compareAndSet(false, true)) {
        act.run();
      }
      return bytes;
    };
  }

  static boolean contains(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
  }

  /** What is done at a moment. */
  interface Action {
    void run() throws IOException;
  }
}
