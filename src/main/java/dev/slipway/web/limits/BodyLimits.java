package dev.slipway.web.limits;

import dev.slipway.web.Audience;
import dev.slipway.web.Formats;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/**
 * The maximum sizes of request bodies. They are small, because no video passes through the
 * application; the exception is {@link StreamedBody}. A notification is rejected above a high limit
 * only. Above that of the inbox, which is lower, it is acknowledged and its beginning stored,
 * because the store would repeat a rejected one for ever.
 */
final class BodyLimits {
  /** A request for a thousand parts with checksums is 120 kB. */
  static final int MAX_JSON_BYTES = 1024 * 1024;

  /**
   * Percent-encoded, a description of 5,000 UTF-16 units is at most 45 kB, and the longest title
   * and 30 tags are 16 kB.
   */
  static final int MAX_FORM_BYTES = 64 * 1024;

  /** A file of captions of 1 MB, in a form. */
  static final int MAX_CAPTION_FORM_BYTES = MAX_JSON_BYTES;

  /** The proxies in {@code deploy/proxy} have the same limit. */
  static final int MAX_NOTIFICATION_BYTES = 16 * 1024 * 1024;

  /** The inbox needs no more to see that a notification is too large; the rest is discarded. */
  static final int MAX_KEPT_BYTES = MAX_JSON_BYTES + 1;

  private static final Pattern CAPTION_FORM = Pattern.compile("/videos/[^/]+/captions");

  private BodyLimits() {}

  /** The maximum for this path, without the path prefix. */
  static int maxBytes(String path) {
    if (path.startsWith("/notifications/")) {
      return MAX_NOTIFICATION_BYTES;
    }
    if (CAPTION_FORM.matcher(path).matches()) {
      return MAX_CAPTION_FORM_BYTES;
    }
    return Audience.of(path).isPerson() ? MAX_FORM_BYTES : MAX_JSON_BYTES;
  }

  /** The declared length, or 0 if there is none. */
  static long contentLength(HttpServerRequest request) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException tooLarge) {
      return Long.MAX_VALUE;
    }
  }

  static Problem tooLarge(int maxBytes) {
    return Problem.of(
        ErrorCode.BODY_TOO_LARGE, "The maximum is %s.".formatted(Formats.exactBytes(maxBytes)));
  }
}
