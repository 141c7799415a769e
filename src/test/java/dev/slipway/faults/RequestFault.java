package dev.slipway.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Interferes with the requests to the store that contain some text, in the first bytes that follow
 * or in the response. Other requests must not run at the same time.
 */
final class RequestFault implements TcpInterceptor {
  /** Smaller buffers are heads of requests. */
  private static final int MIN_CONTENT_LENGTH = 1_000;

  private final String text;
  private final Kind kind;
  private final IntPredicate applies;
  private int waiting;
  private int count;

  private RequestFault(String text, Kind kind, IntPredicate applies) {
    this.text = text;
    this.kind = kind;
    this.applies = applies;
  }

  /** Cuts the connection once, in the middle of the request. */
  static RequestFault cutOnce(String text) {
    return new RequestFault(text, Kind.CUT, count -> count == 0);
  }

  /** Flips a bit of the content once. */
  static RequestFault corruptOnce(String text) {
    return new RequestFault(text, Kind.CORRUPT, count -> count == 0);
  }

  /** Replaces the success of one request, which the store has carried out, by status 503. */
  static RequestFault failOnce(String text) {
    return new RequestFault(text, Kind.ANSWER_503, count -> count == 0);
  }

  /** Replaces the success of all requests, which the store has carried out, by status 403. */
  static RequestFault refuseAll(String text) {
    return new RequestFault(text, Kind.ANSWER_403, count -> true);
  }

  /** How often it has interfered. */
  synchronized int count() {
    return count;
  }

  @Override
  public synchronized byte[] intercept(Direction direction, byte[] bytes) throws IOException {
    if (direction == Direction.TO_CLIENT) {
      return interceptResponse(bytes);
    }
    var following = waiting > 0;
    if (TcpInterceptor.contains(bytes, text)) {
      waiting++;
    }
    if (!following || !applies.test(count)) {
      return bytes;
    }
    if (kind == Kind.CUT) {
      count++;
      throw new IOException("cut");
    }
    if (kind == Kind.CORRUPT && bytes.length > MIN_CONTENT_LENGTH) {
      count++;
      var changed = bytes.clone();
      changed[bytes.length / 2] ^= 1;
      return changed;
    }
    return bytes;
  }

  private byte[] interceptResponse(byte[] bytes) {
    if (kind.status == null || waiting == 0 || !isSuccess(bytes)) {
      return bytes;
    }
    waiting--;
    if (!applies.test(count)) {
      return bytes;
    }
    count++;
    var changed = bytes.clone();
    System.arraycopy(
        kind.status.getBytes(StandardCharsets.US_ASCII), 0, changed, "HTTP/1.1 ".length(), 3);
    return changed;
  }

  /** The store answers to a stored object or part with a checksum and without a body. */
  private static boolean isSuccess(byte[] bytes) {
    return TcpInterceptor.contains(bytes, "HTTP/1.1 200")
        && List.of("ETag:", "etag:", "Etag:").stream()
            .anyMatch(name -> TcpInterceptor.contains(bytes, name));
  }

  private enum Kind {
    CUT(null),
    CORRUPT(null),
    ANSWER_503("503"),
    ANSWER_403("403");

    /** The status that replaces 200; null if the response stays as it is. */
    private final String status;

    Kind(String status) {
      this.status = status;
    }
  }
}
