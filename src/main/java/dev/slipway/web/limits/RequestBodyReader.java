package dev.slipway.web.limits;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.path.PathPrefix;
import dev.slipway.web.problem.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Reads each request body on the event loop before anything else happens, so a client that sends
 * slowly, or stops, occupies memory but neither a worker thread nor a place among the requests in
 * progress.
 *
 * <p>A request with a body goes through the router twice: first to be read, then as a {@link
 * CompleteRequest} to be answered. What must be rejected without being read goes on in the first
 * pass, and {@link EarlyRejectionFilter} answers it with all headers.
 */
@ApplicationScoped
class RequestBodyReader {
  /** Before every other handler. */
  private static final int FIRST = Integer.MIN_VALUE;

  /** The body of a request in its second pass, as local data of its context. */
  private static final Object BODY = new Object();

  private static final String PREPARED = RequestBodyReader.class.getName();
  private static final String NUMBER = PREPARED + ".number";

  private final PendingTransfers pending;
  private final DroppedRequests dropped;
  private final UnreadResponses unread;
  private final PathPrefix prefix;
  private final Duration timeout;
  private Router router;

  RequestBodyReader(
      RequestLimitsConfig config,
      DroppedRequests dropped,
      UnreadResponses unread,
      PathPrefix prefix,
      MeterRegistry metrics) {
    this.pending = PendingTransfers.limitedBy(config);
    this.dropped = dropped;
    this.unread = unread;
    this.prefix = prefix;
    this.timeout = config.body();
    Gauge.builder("slipway.requests.slow", pending, PendingTransfers::slowCount)
        .description("Requests whose body takes longer than a second")
        .register(metrics);
  }

  void register(@Observes Router router) {
    this.router = router;
    router.route().order(FIRST).handler(this::receive);
  }

  private void receive(RoutingContext context) {
    context.put(NUMBER, HeadDeadline.headComplete(context.request()));
    Buffer body = Vertx.currentContext().getLocal(BODY);
    if (body != null) {
      context.setBody(body);
      answer(context);
    } else if (context.get(PREPARED) != null || EarlyRejectionFilter.isRejected(context)) {
      answer(context);
    } else {
      checkAndRead(context);
    }
  }

  private void answer(RoutingContext context) {
    var request = context.request();
    // Routing starts again, with the same context, when the path prefix has been removed.
    if (context.get(PREPARED) == null) {
      context.put(PREPARED, true);
      int number = context.get(NUMBER);
      context.addEndHandler(ended -> HeadDeadline.responseEnded(request, number));
      unread.limit(context);
      if (MessageFraming.isAmbiguous(request)) {
        EarlyRejectionFilter.closeAfterResponse(context);
      }
    }
    context.next();
  }

  private void checkAndRead(RoutingContext context) {
    var request = context.request();
    var maxBytes = BodyLimits.maxBytes(prefix.removeFrom(context.normalizedPath()));
    var framingProblem = MessageFraming.problemOf(request);
    if (framingProblem.isPresent()) {
      reject(context, framingProblem.get());
    } else if (BodyLimits.contentLength(request) > maxBytes) {
      reject(context, BodyLimits.tooLarge(maxBytes));
    } else if (mayHaveBody(request)) {
      read(context, maxBytes);
    } else {
      unread.whenWritable(context, () -> answer(context));
    }
  }

  private void read(RoutingContext context, int maxBytes) {
    var request = context.request();
    var usage = pending.open(ClientAddress.of(request).network());
    var vertxContext = Vertx.currentContext();
    new IncomingBody(context, vertxContext, usage, maxBytes, timeout, dropped)
        .read(
            body -> {
              var formProblem = FormSyntax.problemOf(request, body);
              if (formProblem.isPresent()) {
                reject(context, formProblem.get());
                return;
              }
              vertxContext.putLocal(BODY, body);
              unread.whenWritable(
                  context,
                  () ->
                      router.handle(
                          new CompleteRequest((HttpServerRequestInternal) request, body)));
            });
  }

  private void reject(RoutingContext context, Problem problem) {
    EarlyRejectionFilter.reject(context, problem);
    answer(context);
  }

  /** No header of HTTP/2 declares a body: only the end of the stream shows that there is none. */
  private static boolean mayHaveBody(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || BodyLimits.contentLength(request) > 0;
  }
}
