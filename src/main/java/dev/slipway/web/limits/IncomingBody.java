package dev.slipway.web.limits;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.limits.DroppedRequests.Reason;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;

/** A request body while it arrives. All methods run on the event loop of its connection. */
final class IncomingBody {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
  static final String CONTINUE = "100-continue";

  private final RoutingContext context;
  private final HttpServerRequest request;
  private final Context vertxContext;
  private final PendingTransfers.Transfer usage;
  private final int maxBytes;
  private final Duration timeout;
  private final DroppedRequests dropped;
  private final Buffer bytes = Buffer.buffer();
  private Consumer<Buffer> whenComplete;
  private Consumer<Problem> whenRejected;
  private long received;
  private long timer;
  private boolean isOver;

  /**
   * @param vertxContext where the request is handled, which differs from the one that reads it if
   *     the client sends requests without waiting for responses
   */
  IncomingBody(
      RoutingContext context,
      Context vertxContext,
      PendingTransfers.Transfer usage,
      int maxBytes,
      Duration timeout,
      DroppedRequests dropped) {
    this.context = context;
    this.request = context.request();
    this.vertxContext = vertxContext;
    this.usage = usage;
    this.maxBytes = maxBytes;
    this.timeout = timeout;
    this.dropped = dropped;
  }

  /**
   * Calls one of the consumers, unless the client disconnects or is dropped. The whole body counts
   * as usage until its consumer closes that; a rejected body doesn't count any more.
   */
  void read(Consumer<Buffer> whenComplete, Consumer<Problem> whenRejected) {
    this.whenComplete = whenComplete;
    this.whenRejected = whenRejected;
    timer =
        context.vertx().setTimer(PendingTransfers.SLOW_AFTER.toMillis(), elapsed -> becomeSlow());
    request.exceptionHandler(disconnected -> discard());
    request.handler(this::append);
    request.endHandler(ended -> complete());
    if (CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      // Clients of HTTP/1.0 don't know interim responses.
      if (request.version() != HttpVersion.HTTP_1_0) {
        request.response().writeContinue();
      }
      // Quarkus would send it again.
      request.headers().remove(HttpHeaders.EXPECT);
    }
    request.resume();
  }

  private void append(Buffer chunk) {
    if (isOver) {
      return;
    }
    received += chunk.length();
    if (received > maxBytes) {
      reject(BodyLimits.tooLarge(maxBytes));
      return;
    }
    var kept = Math.min(chunk.length(), BodyLimits.MAX_KEPT_BYTES - bytes.length());
    usage
        .addBytes(kept)
        .ifPresentOrElse(this::rejectForLoad, () -> bytes.appendBuffer(chunk, 0, kept));
  }

  private void complete() {
    if (end()) {
      run(() -> whenComplete.accept(bytes));
    }
  }

  private void becomeSlow() {
    if (isOver) {
      return;
    }
    var limit = usage.markSlow();
    if (limit.isPresent()) {
      rejectForLoad(limit.get());
      return;
    }
    timer =
        context
            .vertx()
            .setTimer(
                Math.max(1, timeout.minus(PendingTransfers.SLOW_AFTER).toMillis()),
                elapsed -> {
                  if (discard()) {
                    dropped.record(Reason.BODY, ClientAddress.of(request).network());
                    EarlyRejectionFilter.disconnect(request);
                  }
                });
  }

  private void rejectForLoad(Reason reason) {
    dropped.record(reason, ClientAddress.of(request).network());
    reject(problemOf(reason));
  }

  private void reject(Problem problem) {
    if (discard()) {
      request.pause();
      run(() -> whenRejected.accept(problem));
    }
  }

  private static Problem problemOf(Reason reason) {
    return reason == Reason.ADDRESS
        ? Problem.of(
            ErrorCode.TOO_MANY_REQUESTS,
            "Too many requests from your network are in progress. Try again in a moment.",
            RETRY_AFTER)
        : Problem.of(
            ErrorCode.OVERLOADED,
            "The server is receiving too much at once. Try again in a moment.",
            RETRY_AFTER);
  }

  /** Returns whether this is the first end. */
  private boolean end() {
    if (isOver) {
      return false;
    }
    isOver = true;
    context.vertx().cancelTimer(timer);
    return true;
  }

  /** The same, when the body is not needed. */
  private boolean discard() {
    if (!end()) {
      return false;
    }
    usage.close();
    return true;
  }

  private void run(Runnable action) {
    if (Vertx.currentContext() == vertxContext) {
      action.run();
    } else {
      vertxContext.runOnContext(ignored -> action.run());
    }
  }
}
