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
 * Limits the size and the duration of request bodies. They are small, because no video passes
 * through the application. A request that declares too large a body is rejected before any of it is
 * read; {@link JsonBodyLimit} counts the bytes of JSON sent in chunks. A notification is rejected
 * above Quarkus's own limit only. Above the limit of the inbox, which is lower, it is acknowledged
 * and its beginning stored, because the store would repeat a rejected one for ever.
 */
@ApplicationScoped
class BodyLimits {
  /** A request for a thousand parts with checksums is 120 kB. */
  static final int MAX_JSON_BYTES = 1024 * 1024;

  /** A description of 5,000 characters is at most 60 kB when percent-encoded. */
  static final int MAX_FORM_BYTES = 64 * 1024;

  /** The same as {@code quarkus.http.limits.max-body-size}. */
  static final int MAX_NOTIFICATION_BYTES = 16 * 1024 * 1024;

  /** Before authentication, which pauses the request. */
  private static final int PRIORITY = 210;

  private static final Set<HttpMethod> METHODS_WITH_BODY =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final long timeoutMillis;

  BodyLimits(RequestLimitsConfig config) {
    timeoutMillis = config.body().toMillis();
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  static String tooLargeDetail(int maxBytes) {
    return "The maximum is %s.".formatted(Formats.exactBytes(maxBytes));
  }

  /**
   * Closes the connection after the response, because the rest of the body is not read. HTTP/2 ends
   * only the stream, and other requests share its connection.
   */
  static void closeAfterResponse(RoutingContext context) {
    if (context.request().version() == HttpVersion.HTTP_2) {
      return;
    }
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    context.addEndHandler(done -> context.request().connection().close());
  }

  private void check(RoutingContext context) {
    var path = context.normalizedPath();
    var isForm = Audience.of(path).isPerson();
    var maxBytes =
        path.startsWith("/notifications/")
            ? MAX_NOTIFICATION_BYTES
            : isForm ? MAX_FORM_BYTES : MAX_JSON_BYTES;
    var request = context.request();
    if (isForm && hasUnknownLength(request)) {
      reject(context, ErrorCode.LENGTH_REQUIRED, "Send the form with a Content-Length header.");
    } else if (contentLength(request) > maxBytes) {
      reject(context, ErrorCode.BODY_TOO_LARGE, tooLargeDetail(maxBytes));
    } else if (isForm && contentLength(request) > 0 && request.version() != HttpVersion.HTTP_2) {
      startTimeout(context);
      readForm(context);
    } else {
      startTimeout(context);
      context.next();
    }
  }

  private static void reject(RoutingContext context, ErrorCode code, String detail) {
    closeAfterResponse(context);
    ProblemResponse.send(context, Problem.of(code, detail));
  }

  /**
   * Limits the time for the whole body, because the thread that reads it is occupied meanwhile;
   * Quarkus limits only the time between two bytes. The timer checks by itself whether the body has
   * ended, because no end handler runs when the client disconnects.
   */
  private void startTimeout(RoutingContext context) {
    var request = context.request();
    if (contentLength(request) == 0 && !hasUnknownLength(request)) {
      return;
    }
    var timer =
        context
            .vertx()
            .setTimer(
                timeoutMillis,
                elapsed -> {
                  if (!request.isEnded()) {
                    disconnect(request);
                  }
                });
    context.addEndHandler(ended -> context.vertx().cancelTimer(timer));
  }

  /**
   * Reads a form on the event loop, before a worker thread is used: threads are few, and a form may
   * arrive slowly. Not possible over HTTP/2, because Quarkus pauses each request, and Vert.x does
   * not allow that for a request that has ended.
   */
  private static void readForm(RoutingContext context) {
    context
        .request()
        .bodyHandler(
            form -> {
              context.setBody(form);
              context.next();
            })
        // An earlier filter may have paused it.
        .resume();
  }

  private static void disconnect(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }

  /** Over HTTP/2, no header says whether there is a body, so the method decides. */
  private static boolean hasUnknownLength(HttpServerRequest request) {
    var headers = request.headers();
    return headers.contains(HttpHeaders.TRANSFER_ENCODING)
        || request.version() == HttpVersion.HTTP_2
            && METHODS_WITH_BODY.contains(request.method())
            && !headers.contains(HttpHeaders.CONTENT_LENGTH);
  }

  private static long contentLength(HttpServerRequest request) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException tooLarge) {
      return Long.MAX_VALUE;
    }
  }
}
