package dev.slipway.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * How much a request may carry: little, since no video comes this way. What says its length is
 * refused before a byte of it is read; for JSON that does not, see {@link CountedBody}.
 * Notifications are bounded by their own endpoint, which answers them whatever they are.
 */
@ApplicationScoped
class BodyLimits {
  /** A thousand parts with their checksums have 120 kB. */
  static final int JSON = 1024 * 1024;

  /** A description of 5,000 characters has 60 kB at most, percent-encoded. */
  static final int FORM = 64 * 1024;

  private static final int PRIORITY = 200;
  private static final String CHUNKED = "chunked";

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    var path = context.normalizedPath();
    if (path.startsWith("/notifications/")) {
      context.next();
      return;
    }
    var isForm = Audience.of(path).isPerson();
    var request = context.request();
    if (isForm && isOfUnknownLength(request)) {
      refuse(context, ErrorCode.LENGTH_REQUIRED, "Send the form with its Content-Length.");
    } else if (lengthOf(request) > (isForm ? FORM : JSON)) {
      refuse(context, ErrorCode.BODY_TOO_LARGE, tooLarge(isForm ? FORM : JSON));
    } else {
      context.next();
    }
  }

  static String tooLarge(int limit) {
    return "At most %s are taken here.".formatted(Formats.exactBytes(limit));
  }

  /**
   * What is still on its way is not read: the connection ends with the answer. HTTP/2 ends the one
   * stream by itself, and others share its connection.
   */
  static void hangUpAfter(RoutingContext context) {
    if (context.request().version() == HttpVersion.HTTP_2) {
      return;
    }
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    context.addEndHandler(done -> context.request().connection().close());
  }

  private static void refuse(RoutingContext context, ErrorCode code, String detail) {
    hangUpAfter(context);
    ProblemAnswer.send(context, Problem.of(code, detail));
  }

  private static boolean isOfUnknownLength(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING, CHUNKED, true);
  }

  private static long lengthOf(HttpServerRequest request) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException beyondAnyNumber) {
      return Long.MAX_VALUE;
    }
  }
}
