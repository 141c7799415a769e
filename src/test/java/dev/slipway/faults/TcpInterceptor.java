package dev.slipway.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.NavigableSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sees the bytes that a {@link TcpProxy} forwards, and can delay, change or cut them. */
interface TcpInterceptor {
  /** The direction in which bytes are forwarded. */
  enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  /** Forwards everything. */
  TcpInterceptor NONE = (direction, bytes) -> bytes;

  /** Discards everything, as an unresponsive server does. */
  TcpInterceptor DISCARD = (direction, bytes) -> new byte[0];

  /**
   * Is called before bytes are forwarded, by two threads for each connection.
   *
   * @return the bytes to forward
   * @throws IOException to cut this connection with a reset at both ends
   */
  byte[] intercept(Direction direction, byte[] bytes) throws IOException;

  /**
   * Cuts a connection when it is about to forward the byte at one of the offsets, which are counted
   * over all connections.
   *
   * @param cuts counts the cuts, which are fewer than the offsets if a buffer contains two of them
   */
  static TcpInterceptor cutAt(NavigableSet<Long> offsets, AtomicInteger cuts) {
    var passed = new AtomicLong();
    return (direction, bytes) -> {
      if (direction == Direction.TO_SERVER) {
        var begin = passed.getAndAdd(bytes.length);
        if (!offsets.subSet(begin, true, begin + bytes.length, false).isEmpty()) {
          cuts.incrementAndGet();
          throw new IOException("cut");
        }
      }
      return bytes;
    };
  }

  /** Flips one bit in the middle of the first buffer of at least this length. */
  static TcpInterceptor corruptOnce(int length) {
    var done = new AtomicBoolean();
    return (direction, bytes) -> {
      if (direction == Direction.TO_CLIENT
          || bytes.length < length
          || !done.compareAndSet(false, true)) {
        return bytes;
      }
      var changed = bytes.clone();
      changed[length / 2] ^= 1;
      return changed;
    };
  }

  /** Runs an action once, before the first buffer that contains this text is forwarded. */
  static TcpInterceptor runBefore(Direction where, String text, Action action) {
    var done = new AtomicBoolean();
    return (direction, bytes) -> {
      if (direction == where && contains(bytes, text) && done.compareAndSet(false, true)) {
        action.run();
      }
      return bytes;
    };
  }

  static boolean contains(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
  }

  /** An action that can cut the connection with an exception. */
  interface Action {
    void run() throws IOException;
  }
}
