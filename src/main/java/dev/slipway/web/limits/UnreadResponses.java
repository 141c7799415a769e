package dev.slipway.web.limits;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.limits.DroppedRequests.Reason;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
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
 * response, such as an empty HTTP/2 window, is not served before it does. What is written and not
 * read stays in memory, and the rest of a long response occupies a thread, so their time, number
 * and size are limited.
 */
@ApplicationScoped
class UnreadResponses {
  /**
   * A client that reads as much within the time limit is slow, but not stalled. The rest of a
   * response may be less, and is then limited in time.
   */
  static final int MIN_READ_BYTES = 256 * 1024;

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
    var request = context.request();
    if (!request.response().writeQueueFull()) {
      action.run();
      return;
    }
    var isWritable = new AtomicBoolean();
    var watch =
        new Watch(request, () -> isWritable.get() || isClosed(request), isWritable::get, () -> {});
    watch.begin();
    watch.start(context.vertx());
    request
        .response()
        .drainHandler(
            drained -> {
              if (isWritable.compareAndSet(false, true)) {
                action.run();
              }
            });
  }

  /**
   * Limits the time for which the client has no room for the rest of the response and reads little
   * of it.
   *
   * @param request the request without wrappers, whose response is full if the client is slow
   * @param whenSent runs, at least once, when the response is sent or dropped
   */
  void limit(RoutingContext context, HttpServerRequest request, Runnable whenSent) {
    var isSent = new AtomicBoolean();
    var watch =
        new Watch(
            request, () -> isSent.get() || isClosed(request), () -> hasRoom(request), whenSent);
    watch.start(context.vertx());
    var eventLoop = Vertx.currentContext();
    context.addEndHandler(
        ended -> {
          if (request.version() == HttpVersion.HTTP_2) {
            // Later, when the event loop has seen what another thread has written.
            eventLoop.runOnContext(ignored -> watch.stopIfOver());
            return;
          }
          afterFlush(
              request,
              () -> {
                isSent.set(true);
                watch.stopIfOver();
              });
        });
  }

  /** HTTP/1.1 keeps the connection, and writes further responses to it, so this one has a mark. */
  private static void afterFlush(HttpServerRequest request, Runnable action) {
    var connection = (ConnectionBase) request.connection();
    var flushed = connection.channelHandlerContext().newPromise();
    flushed.addListener(done -> action.run());
    connection.flush(flushed);
  }

  /** HTTP/2 closes a stream when its last byte is sent. */
  private static boolean isClosed(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        ? request.response().closed()
        : !channelOf(request).isActive();
  }

  private static boolean hasRoom(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      return !request.response().ended() && channelOf(request).isWritable();
    }
    // The lock of Vert.x: a response that has ended can't be asked.
    synchronized (request.connection()) {
      return !request.response().ended() && !request.response().writeQueueFull();
    }
  }

  /**
   * How many bytes of the response the client has taken, at least. HTTP/2 doesn't tell what waits
   * for room, but what is written of a long response grows only when there is room.
   */
  private static long bytesRead(HttpServerRequest request) {
    var written = request.response().bytesWritten();
    return request.version() == HttpVersion.HTTP_2 ? written : written - bytesKept(request);
  }

  /** How many bytes of the response are in memory, at most. */
  private static long bytesKept(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      return request.response().bytesWritten();
    }
    var waiting = channelOf(request).unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }

  private static Channel channelOf(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  /** Checks every second whether the client reads. Runs on the event loop of the connection. */
  private final class Watch {
    private final HttpServerRequest request;
    private final BooleanSupplier isOver;
    private final BooleanSupplier hasRoom;
    private final Runnable whenOver;
    private Vertx vertx;
    private long timer;
    private PendingTransfers.Transfer unread;
    private long unreadSince;
    private long bytesReadBefore;
    private boolean isSlow;

    Watch(
        HttpServerRequest request,
        BooleanSupplier isOver,
        BooleanSupplier hasRoom,
        Runnable whenOver) {
      this.request = request;
      this.isOver = isOver;
      this.hasRoom = hasRoom;
      this.whenOver = whenOver;
    }

    void start(Vertx vertx) {
      this.vertx = vertx;
      timer = vertx.setPeriodic(PendingTransfers.SLOW_AFTER.toMillis(), elapsed -> check());
    }

    /** The client has no room from now on. */
    void begin() {
      unread = pending.open(ClientAddress.of(request).network());
      startPeriod();
    }

    boolean stopIfOver() {
      if (!isOver.getAsBoolean()) {
        return false;
      }
      stop();
      return true;
    }

    private void check() {
      if (stopIfOver()) {
        return;
      }
      if (hasRoom.getAsBoolean()) {
        end();
      } else if (unread == null) {
        begin();
      } else if (System.nanoTime() - unreadSince >= timeout.toNanos()) {
        checkProgress();
      } else if (!isSlow) {
        becomeSlow().ifPresent(this::drop);
      }
    }

    private void startPeriod() {
      unreadSince = System.nanoTime();
      bytesReadBefore = bytesRead(request);
    }

    private void checkProgress() {
      if (bytesRead(request) - bytesReadBefore >= MIN_READ_BYTES) {
        startPeriod();
      } else {
        drop(Reason.RESPONSE);
      }
    }

    /** The body of the request stays in memory as long as the response. */
    private Optional<Reason> becomeSlow() {
      isSlow = true;
      var body = Math.min(request.bytesRead(), BodyLimits.MAX_KEPT_BYTES);
      var bytes = (int) Math.min(body + bytesKept(request), Integer.MAX_VALUE);
      return unread.addBytes(bytes).or(unread::markSlow);
    }

    private void drop(Reason reason) {
      stop();
      dropped.record(reason, ClientAddress.of(request).network());
      EarlyRejectionFilter.disconnect(request);
    }

    private void stop() {
      vertx.cancelTimer(timer);
      end();
      whenOver.run();
    }

    private void end() {
      if (unread != null) {
        unread.close();
        unread = null;
        isSlow = false;
      }
    }
  }
}
