package dev.slipway.web.limits;

import dev.slipway.web.Audience;
import dev.slipway.web.Formats;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import dev.slipway.web.problem.ProblemResponse;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/**
 * How much a request may carry, and for how long: little, since no video comes this way. What says
 * its length is refused before a byte of it is read; for JSON that does not, see {@link
 * LimitedInputStream}. Notifications are bounded by their own endpoint, which answers them whatever
 * they are, as long as Quarkus lets them through.
 */
@ApplicationScoped
class BodyLimits {
  /** A thousand parts with their checksums have 120 kB. */
  static final int MAX_JSON_BYTES = 1024 * 1024;

  /** A description of 5,000 characters has 60 kB at most, percent-encoded. */
  static final int MAX_FORM_BYTES = 64 * 1024;

  /** As {@code quarkus.http.limits.max-body-size}. */
  static final int MAX_NOTIFICATION_BYTES = 16 * 1024 * 1024;

  /** Before anybody asks who this is, which makes a request wait. */
  private static final int PRIORITY = 210;

  /** Methods of requests that have a body as a rule. */
  private static final Set<HttpMethod> CARRIERS =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final long longestMillis;

  BodyLimits(RequestLimitsConfig config) {
    longestMillis = config.body().toMillis();
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    var path = context.normalizedPath();
    var isForm = Audience.of(path).isPerson();
    var limit =
        path.startsWith("/notifications/")
            ? MAX_NOTIFICATION_BYTES
            : isForm ? MAX_FORM_BYTES : MAX_JSON_BYTES;
    var request = context.request();
    if (isForm && isOfUnknownLength(request)) {
      refuse(context, ErrorCode.LENGTH_REQUIRED, "Send the form with its Content-Length.");
    } else if (lengthOf(request) > limit) {
      refuse(context, ErrorCode.BODY_TOO_LARGE, tooLargeDetail(limit));
    } else if (isForm && lengthOf(request) > 0 && request.version() != HttpVersion.HTTP_2) {
      awaitBody(context);
      readForm(context);
    } else {
      awaitBody(context);
      context.next();
    }
  }

  /**
   * Each byte may come late, all of them may not: what reads a body holds a thread meanwhile. Who
   * hangs up takes the end handler along, so the timer looks for itself.
   */
  private void awaitBody(RoutingContext context) {
    var request = context.request();
    if (lengthOf(request) == 0 && !isOfUnknownLength(request)) {
      return;
    }
    var timer =
        context
            .vertx()
            .setTimer(
                longestMillis,
                late -> {
                  if (!request.isEnded()) {
                    hangUp(request);
                  }
                });
    context.addEndHandler(ended -> context.vertx().cancelTimer(timer));
  }

  /**
   * Before a thread is taken for it: threads are few, and a form may come slowly. By HTTP/2 that
   * can't be, since Quarkus makes each request wait, and Vert.x refuses that to one that has ended.
   */
  private static void readForm(RoutingContext context) {
    context
        .request()
        .bodyHandler(
            form -> {
              context.setBody(form);
              context.next();
            })
        // Whoever comes before may have made it wait.
        .resume();
  }

  private static void hangUp(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }

  static String tooLargeDetail(int limit) {
    return "At most %s are taken here.".formatted(Formats.exactBytes(limit));
  }

  /**
   * What is still on its way is not read: the connection ends with the answer. HTTP/2 ends the one
   * stream by itself, and others share its connection.
   */
  static void closeAfterResponse(RoutingContext context) {
    if (context.request().version() == HttpVersion.HTTP_2) {
      return;
    }
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    context.addEndHandler(done -> context.request().connection().close());
  }

  private static void refuse(RoutingContext context, ErrorCode code, String detail) {
    closeAfterResponse(context);
    ProblemResponse.send(context, Problem.of(code, detail));
  }

  /** HTTP/2 says neither how long a body is nor that there is one. */
  private static boolean isOfUnknownLength(HttpServerRequest request) {
    var headers = request.headers();
    return headers.contains(HttpHeaders.TRANSFER_ENCODING)
        || request.version() == HttpVersion.HTTP_2
            && CARRIERS.contains(request.method())
            && !headers.contains(HttpHeaders.CONTENT_LENGTH);
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
