package dev.slipway.web.limits;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rejects forms that Quarkus can't parse, because it answers them with a server error. */
final class FormSyntax {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/";
  private static final String CHARSET = "charset=";

  /** The maximum of Quarkus, far above that of any page. */
  private static final int MAX_FIELDS = 1000;

  private static final int HEXADECIMAL = 16;

  private FormSyntax() {}

  static Optional<Problem> problemOf(HttpServerRequest request, Buffer body) {
    var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith(MULTIPART)) {
      return hasKnownCharset(type.toLowerCase(Locale.ROOT)) && MultipartSyntax.isValid(type, body)
          ? Optional.empty()
          : Optional.of(
              Problem.of(
                  ErrorCode.INVALID_REQUEST,
                  "Send a complete form with a boundary, and a name for each part."));
    }
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      return Optional.empty();
    }
    return isValid(type.toLowerCase(Locale.ROOT), body)
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                ErrorCode.INVALID_REQUEST, "Send at most 1,000 form fields, percent-encoded."));
  }

  private static boolean isValid(String type, Buffer body) {
    if (!hasKnownCharset(type)) {
      return false;
    }
    var fields = 1;
    for (var i = 0; i < body.length(); i++) {
      if (body.getByte(i) == '&') {
        fields++;
      }
      if (body.getByte(i) == '%' && !isEscape(body, i)) {
        return false;
      }
    }
    return fields <= MAX_FIELDS;
  }

  /** Whether a header in lower case names no charset, or one that is supported. */
  private static boolean hasKnownCharset(String type) {
    var start = type.indexOf(CHARSET);
    if (start < 0) {
      return true;
    }
    var rest = type.substring(start + CHARSET.length());
    var end = rest.indexOf(';');
    var name = (end < 0 ? rest : rest.substring(0, end)).replace("\"", "").strip();
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private static boolean isEscape(Buffer body, int percent) {
    return percent + 2 < body.length()
        && Character.digit(body.getByte(percent + 1), HEXADECIMAL) >= 0
        && Character.digit(body.getByte(percent + 2), HEXADECIMAL) >= 0;
  }

  /**
   * Whether a multipart form is complete: it has a boundary, each part has a header with a name and
   * an end, and the last boundary is there.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
   */
  private static final class MultipartSyntax {
    private static final Pattern BOUNDARY =
        Pattern.compile("(?i)boundary=(\"?)([A-Za-z0-9'()+_,./:=?-]{1,70})\\1(?:\\s*;.*)?$");

    /** The patterns for a line in lower case. They take linear time, because strangers send it. */
    private static final Pattern FIELD = Pattern.compile("[a-z0-9-]+:[^\\r\\n]*");

    /** The line that names the part. */
    private static final Pattern DISPOSITION =
        Pattern.compile("content-disposition:\\s*form-data;[^\\r\\n]*\\bname=[^\\r\\n]*");

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
      var lines = List.of(header.toLowerCase(Locale.ROOT).split(LINE_END, -1));
      return lines.stream().anyMatch(line -> DISPOSITION.matcher(line).matches())
          && lines.stream().allMatch(MultipartSyntax::isValidLine);
    }

    private static boolean isValidLine(String line) {
      return FIELD.matcher(line).matches()
          && hasKnownCharset(line)
          && !ENCODED.matcher(line).matches();
    }
  }
}
