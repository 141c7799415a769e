package dev.slipway.web.limits;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Locale;
import java.util.Optional;

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

  /** Whether a media type in lower case names no charset, or one that is supported. */
  static boolean hasKnownCharset(String type) {
    var start = type.indexOf(CHARSET);
    if (start < 0) {
      return true;
    }
    var name = type.substring(start + CHARSET.length()).split(";")[0].replace("\"", "").strip();
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
}
