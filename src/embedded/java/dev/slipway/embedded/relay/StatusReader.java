package dev.slipway.embedded.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Finds the final status in the bytes of an HTTP/1.1 response while they are forwarded. */
final class StatusReader {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final int MAX_SIZE = 64 << 10;

  private final ByteArrayOutputStream begin = new ByteArrayOutputStream();
  private int status;

  /** Returns the status once, with the bytes that complete it. */
  OptionalInt read(byte[] bytes, int length) {
    if (status > 0 || begin.size() > MAX_SIZE) {
      return OptionalInt.empty();
    }
    begin.write(bytes, 0, length);
    status = findStatus(begin.toString(ISO_8859_1));
    return status > 0 ? OptionalInt.of(status) : OptionalInt.empty();
  }

  /**
   * The first status that is not informational, such as {@code 100 Continue}; 0 if there is none.
   */
  private static int findStatus(String text) {
    var matcher = STATUS_LINE.matcher(text);
    if (!matcher.lookingAt()) {
      return 0;
    }
    var found = Integer.parseInt(matcher.group(1));
    if (found >= 200) {
      return found;
    }
    var end = text.indexOf(END_OF_HEAD);
    return end < 0 ? 0 : findStatus(text.substring(end + END_OF_HEAD.length()));
  }
}
