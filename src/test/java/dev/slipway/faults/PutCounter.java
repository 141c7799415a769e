package dev.slipway.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Counts the PUTs that pass a {@link TcpProxy}, for each part of a file. */
final class PutCounter implements TcpInterceptor {
  /** The part number that stands for a file uploaded in one PUT. */
  static final int SINGLE_PUT = 0;

  private static final Pattern REQUEST_HEAD =
      Pattern.compile("PUT \\S*?(?:[?&]partNumber=(\\d+)\\S*)? HTTP/1\\.1\r\n");

  private final Map<Integer, Integer> started = new ConcurrentHashMap<>();
  // The proxy has a thread for each connection, on which PUTs follow one another.
  private final ThreadLocal<Put> current = new ThreadLocal<>();
  private final Observer observer;
  private final TcpInterceptor next;

  private PutCounter(Observer observer, TcpInterceptor next) {
    this.observer = observer;
    this.next = next;
  }

  /** Counts, and then passes the bytes to another interceptor. */
  static PutCounter before(TcpInterceptor next) {
    return new PutCounter(put -> {}, next);
  }

  /** Calls an observer before bytes of a PUT are forwarded; it may block or cut the connection. */
  static PutCounter observedBy(Observer observer) {
    return new PutCounter(observer, NONE);
  }

  @Override
  public byte[] intercept(Direction direction, byte[] bytes) throws IOException {
    if (direction == Direction.TO_SERVER) {
      record(bytes);
    }
    return next.intercept(direction, bytes);
  }

  /** Returns how many PUTs of this part have started. */
  int countOf(int part) {
    return started.getOrDefault(part, 0);
  }

  /** Returns how many PUTs have started, including repeated ones. */
  int totalCount() {
    return started.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void record(byte[] bytes) throws IOException {
    var head = REQUEST_HEAD.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (head.lookingAt()) {
      var part = head.group(1) == null ? SINGLE_PUT : Integer.parseInt(head.group(1));
      started.merge(part, 1, Integer::sum);
      current.set(new Put(part, 0));
    }
    if (current.get() != null) {
      current.set(current.get().plus(bytes.length));
      observer.onData(current.get());
    }
  }

  /**
   * The state of one PUT in transit.
   *
   * @param part the number of the part, or {@link #SINGLE_PUT}
   * @param bytesSent bytes forwarded so far, including the request head
   */
  record Put(int part, long bytesSent) {
    private Put plus(int count) {
      return new Put(part, bytesSent + count);
    }
  }

  /** Is called before bytes of a PUT are forwarded. */
  interface Observer {
    void onData(Put put) throws IOException;
  }
}
