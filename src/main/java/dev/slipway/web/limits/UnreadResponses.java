package dev.slipway.web.limits;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.limits.DroppedRequests.Reason;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Drops requests whose clients don't read the responses. A client that grants no room for a
 * response, such as an empty HTTP/2 window, is not served before it does. A response that is
 * written and not read stays in memory, so its time, number and size are limited.
 */
@ApplicationScoped
class UnreadResponses {
  private final PendingTransfers pending;
  private final DroppedRequests dropped;
  private final Duration timeout;

  UnreadResponses(RequestLimitsConfig config, DroppedRequests dropped) {
    this.pending = PendingTransfers.limitedBy(config);
    this.dropped = dropped;
    this.timeout = config.response();
  }

  /** Runs the action as soon as the client has room for a response. */
  void whenWritable(RoutingContext context, Runnable action) {
    var response = context.response();
    if (!response.writeQueueFull()) {
      action.run();
      return;
    }
    var isWritable = new AtomicBoolean();
    watch(context, isWritable::get);
    response.drainHandler(
        drained -> {
          if (isWritable.compareAndSet(false, true)) {
            action.run();
          }
        });
  }

  /** Limits the time for reading the response, once all of it is written. */
  void limit(RoutingContext context) {
    context.addEndHandler(
        ended -> {
          if (!isRead(context.request())) {
            watch(context, () -> isRead(context.request()));
          }
        });
  }

  private void watch(RoutingContext context, BooleanSupplier isOver) {
    var request = context.request();
    new Watch(request, pending.open(ClientAddress.of(request).network()), isOver).start(context);
  }

  private void drop(HttpServerRequest request, Reason reason) {
    dropped.record(reason, ClientAddress.of(request).network());
    EarlyRejectionFilter.disconnect(request);
  }

  /** A stream of HTTP/2 is closed when its last byte is sent; HTTP/1.1 keeps the connection. */
  private static boolean isRead(HttpServerRequest request) {
    if (request.response().closed()) {
      return true;
    }
    return request.version() != HttpVersion.HTTP_2
        && request.connection() instanceof ConnectionBase connection
        && connection.channel().isWritable();
  }

  /** Checks every second whether the client has read on. */
  private final class Watch {
    private final HttpServerRequest request;
    private final PendingTransfers.Transfer transfer;
    private final BooleanSupplier isOver;
    private final long startedAt = System.nanoTime();
    private boolean isSlow;

    Watch(HttpServerRequest request, PendingTransfers.Transfer transfer, BooleanSupplier isOver) {
      this.request = request;
      this.transfer = transfer;
      this.isOver = isOver;
    }

    void start(RoutingContext context) {
      context
          .vertx()
          .setPeriodic(
              PendingTransfers.SLOW_AFTER.toMillis(),
              timer -> {
                if (checkProgress()) {
                  context.vertx().cancelTimer(timer);
                  transfer.close();
                }
              });
    }

    /** Returns whether the watch is over. */
    private boolean checkProgress() {
      if (isOver.getAsBoolean() || request.response().closed()) {
        return true;
      }
      if (System.nanoTime() - startedAt >= timeout.toNanos()) {
        drop(request, Reason.RESPONSE);
        return true;
      }
      var limit = isSlow ? Optional.<Reason>empty() : becomeSlow();
      limit.ifPresent(reason -> drop(request, reason));
      return limit.isPresent();
    }

    private Optional<Reason> becomeSlow() {
      isSlow = true;
      var bytes = (int) Math.min(request.response().bytesWritten(), Integer.MAX_VALUE);
      return transfer.addBytes(bytes).or(transfer::markSlow);
    }
  }
}
