package dev.slipway.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Counts the PUTs that set out on a line, part by part, and says of each piece whose it is. */
final class PutCounter implements TcpInterceptor {
  /** The number of a file that goes in one piece. */
  static final int WHOLE = 0;

  private static final Pattern HEAD =
      Pattern.compile("PUT \\S*?(?:[?&]partNumber=(\\d+)\\S*)? HTTP/1\\.1\r\n");

  private final Map<Integer, Integer> begun = new ConcurrentHashMap<>();
  // Each connection has its own thread, and one PUT after another.
  private final ThreadLocal<Put> current = new ThreadLocal<>();
  private final Eye eye;
  private final TcpInterceptor next;

  private PutCounter(Eye eye, TcpInterceptor next) {
    this.eye = eye;
    this.next = next;
  }

  /** While another is at work. */
  static PutCounter before(TcpInterceptor next) {
    return new PutCounter(put -> {}, next);
  }

  /** Somebody sees each piece before it goes on, and may wait or cut. */
  static PutCounter seenBy(Eye eye) {
    return new PutCounter(eye, NONE);
  }

  @Override
  public byte[] on(Way way, byte[] bytes) throws IOException {
    if (way == Way.THERE) {
      see(bytes);
    }
    return next.on(way, bytes);
  }

  /** How often a part has set out. */
  int of(int part) {
    return begun.getOrDefault(part, 0);
  }

  /** How many have set out, again and again included. */
  int count() {
    return begun.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void see(byte[] bytes) throws IOException {
    var head = HEAD.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (head.lookingAt()) {
      var part = head.group(1) == null ? WHOLE : Integer.parseInt(head.group(1));
      current.set(new Put(part, begun.merge(part, 1, Integer::sum), 0));
    }
    if (current.get() != null) {
      current.set(current.get().and(bytes.length));
      eye.sees(current.get());
    }
  }

  /**
   * One PUT as far as it has come.
   *
   * @param time from 1 on, how often this part has set out
   * @param sent bytes, with those of its head
   */
  record Put(int part, int time, long sent) {
    private Put and(int more) {
      return new Put(part, time, sent + more);
    }
  }

  /** Somebody who looks. */
  interface Eye {
    void sees(Put put) throws IOException;
  }
}
