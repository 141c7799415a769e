package dev.slipway.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Counts the PUTs that set out on a line, part by part, and says of each piece whose it is. */
final class PutCounter implements TcpInterceptor {
  /** The number of a file that goes in one piece. */
  static final int SINGLE_PUT = 0;

  private static final Pattern REQUEST_HEAD =
      Pattern.compile("PUT \\S*?(?:[?&]partNumber=(\\d+)\\S*)? HTTP/1\\.1\r\n");

  private final Map<Integer, Integer> started = new ConcurrentHashMap<>();
  // Each connection has its own thread, and one PUT after another.
  private final ThreadLocal<Put> current = new ThreadLocal<>();
  private final Observer observer;
  private final TcpInterceptor next;

  private PutCounter(Observer eye, TcpInterceptor next) {
    this.observer = eye;
    this.next = next;
  }

  /** While another is at work. */
  static PutCounter before(TcpInterceptor next) {
    return new PutCounter(put -> {}, next);
  }

  /** Somebody sees each piece before it goes on, and may wait or cut. */
  static PutCounter observedBy(Observer eye) {
    return new PutCounter(eye, NONE);
  }

  @Override
  public byte[] intercept(Direction way, byte[] bytes) throws IOException {
    if (way == Direction.TO_SERVER) {
      record(bytes);
    }
    return next.intercept(way, bytes);
  }

  /** How often a part has set out. */
  int countOf(int part) {
    return started.getOrDefault(part, 0);
  }

  /** How many have set out, again and again included. */
  int totalCount() {
    return started.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void record(byte[] bytes) throws IOException {
    var head = REQUEST_HEAD.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (head.lookingAt()) {
      var part = head.group(1) == null ? SINGLE_PUT : Integer.parseInt(head.group(1));
      current.set(new Put(part, started.merge(part, 1, Integer::sum), 0));
    }
    if (current.get() != null) {
      current.set(current.get().plus(bytes.length));
      observer.onData(current.get());
    }
  }

  /**
   * One PUT as far as it has come.
   *
   * @param time from 1 on, how often this part has set out
   * @param sent bytes, with those of its head
   */
  record Put(int part, int attempt, long bytesSent) {
    private Put plus(int more) {
      return new Put(part, attempt, bytesSent + more);
    }
  }

  /** Somebody who looks. */
  interface Observer {
    void onData(Put put) throws IOException;
  }
}
