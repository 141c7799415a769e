package dev.slipway.web.limits;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.path.PathPrefix;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads each request body on the event loop before anything else happens, so a client that sends
 * slowly, or stops, occupies memory but neither a worker thread nor a place among the requests in
 * progress.
 *
 * <p>Each request goes through the router twice: first to be read, then as a {@link
 * CompleteRequest} to be answered. What must be rejected without being read continues in the first
 * pass, and {@link EarlyRejectionFilter} answers it with all headers. So do {@link
 * StreamedRequests}, whose bodies are held back until their endpoint takes them.
 */
@ApplicationScoped
class RequestBodyReader {
  /** Before every other handler. */
  private static final int FIRST = Integer.MIN_VALUE;

  /** The request in its second pass, as local data of its context. */
  private static final Object COMPLETE = new Object();

  /** Whether this handler has received the request. */
  private static final String RECEIVED = RequestBodyReader.class.getName();

  private static final String NOTIFICATIONS_PATH = "/notifications/";

  /** The coding of a body that isn't encoded. */
  private static final String IDENTITY = "identity";

  private final PendingTransfers pending;
  private final DroppedRequests dropped;
  private final UnreadResponses unread;
  private final PathPrefix prefix;
  private final List<StreamedRequests> streamed;
  private final Duration timeout;
  private Router router;

  RequestBodyReader(
      RequestLimitsConfig config,
      DroppedRequests dropped,
      UnreadResponses unread,
      PathPrefix prefix,
      @Any Instance<StreamedRequests> streamed,
      MeterRegistry metrics) {
    this.pending = PendingTransfers.limitedBy(config);
    this.dropped = dropped;
    this.unread = unread;
    this.prefix = prefix;
    this.streamed = streamed.stream().toList();
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
    if (context.get(RECEIVED) != null) {
      // Routing starts again, with the same context, when the path prefix has been removed.
      context.next();
      return;
    }
    context.put(RECEIVED, true);
    CompleteRequest complete = Vertx.currentContext().getLocal(COMPLETE);
    if (complete != null) {
      context.setBody(complete.content());
      unread.limit(context, complete.original(), complete::releaseBody);
      context.next();
    } else if (!PipeliningLimit.isIgnored(context.request())) {
      checkAndRead(context);
    }
  }

  /** Goes on without having read the body. */
  private void answer(RoutingContext context, HttpServerRequest request) {
    unread.limit(context, request, () -> {});
    context.next();
  }

  private void checkAndRead(RoutingContext context) {
    var request = context.request();
    var path = prefix.removeFrom(context.normalizedPath());
    var maxBytes = BodyLimits.maxBytes(path);
    var framingProblem = MessageFraming.problemOf(request);
    if (framingProblem.isPresent()) {
      reject(context, framingProblem.get());
    } else if (isEncoded(request, path)) {
      request.response().putHeader(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
      reject(
          context,
          Problem.of(
              ErrorCode.CONTENT_CODING_UNSUPPORTED,
              "Send the body as it is, not compressed, and without the header Content-Encoding."));
    } else if (isStreamed(request, path)) {
      StreamedBody.holdBack(context, dropped);
      answer(context, request);
    } else if (BodyLimits.contentLength(request) > maxBytes) {
      reject(context, BodyLimits.tooLarge(maxBytes));
    } else if (mayHaveBody(request)) {
      read(context, maxBytes);
    } else {
      answerWithoutBody(context);
    }
  }

  private void answerWithoutBody(RoutingContext context) {
    var request = context.request();
    var none = Buffer.buffer();
    var isForm = HttpMethod.POST.equals(request.method());
    var formProblem = isForm ? FormSyntax.problemOf(request, none) : Optional.<Problem>empty();
    if (formProblem.isPresent()) {
      reject(context, formProblem.get());
      return;
    }
    unread.whenWritable(context, () -> handle(request, none, () -> {}));
  }

  private void read(RoutingContext context, int maxBytes) {
    var request = context.request();
    var usage = pending.open(ClientAddress.of(request).network());
    // If the client disconnects while its complete request waits.
    context.addEndHandler(ended -> usage.close());
    new IncomingBody(context, Vertx.currentContext(), usage, maxBytes, timeout, dropped)
        .read(
            body -> {
              var formProblem = FormSyntax.problemOf(request, body);
              if (formProblem.isPresent()) {
                usage.close();
                reject(context, formProblem.get());
                return;
              }
              unread.whenWritable(
                  context,
                  () -> {
                    usage.complete();
                    handle(request, body, usage::close);
                  });
            },
            problem -> reject(context, problem));
  }

  /** Starts the second pass. */
  private void handle(HttpServerRequest request, Buffer body, Runnable releaseBody) {
    var complete = new CompleteRequest((HttpServerRequestInternal) request, body, releaseBody);
    Vertx.currentContext().putLocal(COMPLETE, complete);
    router.handle(complete);
  }

  private void reject(RoutingContext context, Problem problem) {
    EarlyRejectionFilter.reject(context, problem);
    answer(context, context.request());
  }

  /** Notifications are stored as they are sent. */
  private static boolean isEncoded(HttpServerRequest request, String path) {
    var coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    return coding != null
        && !coding.isBlank()
        && !coding.strip().equalsIgnoreCase(IDENTITY)
        && mayHaveBody(request)
        && !path.startsWith(NOTIFICATIONS_PATH);
  }

  private boolean isStreamed(HttpServerRequest request, String path) {
    return streamed.stream().anyMatch(requests -> requests.include(request.method(), path));
  }

  /** No header of HTTP/2 declares a body: only the end of the stream shows that there is none. */
  private static boolean mayHaveBody(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || BodyLimits.contentLength(request) > 0;
  }
}
