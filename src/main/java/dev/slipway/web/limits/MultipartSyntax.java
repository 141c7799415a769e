package dev.slipway.web.limits;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a multipart form is complete: it has a boundary, each part has a header with a name and
 * an end, and the last boundary is there.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
final class MultipartSyntax {
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)boundary=(\"?)([A-Za-z0-9'()+_,./:=?-]{1,70})\\1(?:\\s*;.*)?$");

  /** Lines with names and values, and among them the one that names the part. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)(?:[A-Za-z0-9-]+:[^\\r\\n]*\\r\\n)*?content-disposition:\\s*form-data;[^\\r\\n]*\\bname=[^\\r\\n]*"
              + "(?:\\r\\n[A-Za-z0-9-]+:[^\\r\\n]*)*");

  /** No browser encodes parts, and RFC 7578 deprecates it. */
  private static final Pattern ENCODED =
      Pattern.compile("content-transfer-encoding:(?!\\s*(?:7bit|8bit|binary)\\s*$).*");

  private static final int MAX_PARTS = 100;
  private static final int MAX_HEADER_LENGTH = 4096;
  private static final String LINE_END = "\r\n";

  private MultipartSyntax() {}

  static boolean isValid(String contentType, Buffer body) {
    var boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      return false;
    }
    var delimiter = "--" + boundary.group(2);
    // One character for each byte.
    var text = body.toString(StandardCharsets.ISO_8859_1);
    if (!text.startsWith(delimiter)) {
      return false;
    }
    var next = delimiter.length();
    for (var part = 0; part < MAX_PARTS; part++) {
      if (text.startsWith("--", next)) {
        return part > 0;
      }
      var header = next + LINE_END.length();
      var content = text.indexOf(LINE_END + LINE_END, next);
      if (!text.startsWith(LINE_END, next)
          || content < header
          || content - header > MAX_HEADER_LENGTH
          || !isValidHeader(text.substring(header, content))) {
        return false;
      }
      var end = text.indexOf(LINE_END + delimiter, content + LINE_END.length());
      if (end < 0) {
        return false;
      }
      next = end + LINE_END.length() + delimiter.length();
    }
    return false;
  }

  private static boolean isValidHeader(String header) {
    return HEADER.matcher(header).matches()
        && header
            .toLowerCase(Locale.ROOT)
            .lines()
            .allMatch(line -> FormSyntax.hasKnownCharset(line) && !ENCODED.matcher(line).matches());
  }
}
