package dev.slipway.web.limits;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.limits.DroppedRequests.Reason;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * A request body that an endpoint receives while it arrives. Bytes are collected on the event loop
 * and handed over in blocks, so a slow client occupies memory but no worker thread. While a block
 * is processed, at most another one is collected; then the client has to wait.
 *
 * <p>A client must send {@link #MIN_BYTES} in each period, unless it has to wait itself. The
 * connection closes after the response, because a refused body may not have been read.
 */
public final class StreamedBody {
  /** Bytes at which the client has to wait until they are processed. */
  public static final int BLOCK_SIZE = 256 * 1024;

  /** What a client sends in a period at least, unless the body ends. */
  public static final int MIN_BYTES = 64 * 1024;

  private static final String KEY = StreamedBody.class.getName();

  private final HttpServerRequest request;
  private final Vertx vertx;
  private final Context eventLoop;
  private final DroppedRequests dropped;
  private final boolean expectsContinue;

  private StreamedBody(RoutingContext context, DroppedRequests dropped) {
    this.request = context.request();
    this.vertx = context.vertx();
    this.eventLoop = Vertx.currentContext();
    this.dropped = dropped;
    this.expectsContinue =
        IncomingBody.CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  /** Processes a body, in calls on worker threads that follow one another. */
  public interface Receiver<T> {
    /** Decides about the request before its body is read. */
    void begin() throws Exception;

    /** Processes the next bytes. */
    void accept(byte[] bytes) throws Exception;

    /** Processes the end of the body. */
    T complete() throws Exception;

    /** Ends the processing because the body is incomplete or a call has failed. */
    void abort() throws Exception;
  }

  /** The client has ended the connection or was dropped, so nobody reads the response. */
  public static final class ClientGoneException extends RuntimeException {
    private ClientGoneException() {
      super("The client is gone", null, false, false);
    }
  }

  /** Holds the body back until an endpoint has decided about the request. */
  static void holdBack(RoutingContext context, DroppedRequests dropped) {
    context.put(KEY, new StreamedBody(context, dropped));
    context.request().pause();
    // Otherwise Quarkus asks for the body before the endpoint has accepted it.
    context.request().headers().remove(HttpHeaders.EXPECT);
    EarlyRejectionFilter.closeAfterResponse(context);
  }

  /**
   * Returns the body of a request.
   *
   * @throws IllegalStateException if {@link StreamedRequests} don't include it
   */
  public static StreamedBody of(RoutingContext context) {
    StreamedBody body = context.get(KEY);
    if (body == null) {
      throw new IllegalStateException("The body of this request has been read");
    }
    return body;
  }

  /** The declared length in bytes; 0 if there is none. */
  public long declaredLength() {
    return BodyLimits.contentLength(request);
  }

  /**
   * Reads the body. Cancelling the result doesn't stop the transfer: it ends with the body, with a
   * failure or with the connection.
   *
   * @param period in which the client sends at least {@link #MIN_BYTES}
   * @return the result of the receiver, or its failure
   */
  public <T> Uni<T> receive(Receiver<T> receiver, Duration period) {
    return Uni.createFrom()
        .emitter(
            emitter ->
                eventLoop.runOnContext(
                    started -> new Transfer<T>(receiver, emitter).start(period)));
  }

  /** One body on its way. All methods but the receiver's run on the event loop. */
  private final class Transfer<T> {
    private final Receiver<T> receiver;
    private final UniEmitter<? super T> emitter;

    /** Without the request context of the endpoint, which would keep what it has read. */
    private final Context worker = VertxContext.createNewDuplicatedContext(eventLoop);

    private Buffer waiting = Buffer.buffer();
    private long receivedInPeriod;
    private boolean hadToWait;
    private boolean isPaused;
    private boolean isProcessing;
    private boolean isComplete;
    private Throwable failure;
    private boolean isOver;
    private long timer;

    private Transfer(Receiver<T> receiver, UniEmitter<? super T> emitter) {
      this.receiver = receiver;
      this.emitter = emitter;
    }

    private void start(Duration period) {
      run(() -> {
            receiver.begin();
            return null;
          })
          .onComplete(
              done -> {
                if (done.failed()) {
                  emitter.fail(done.cause());
                } else {
                  read(period);
                }
              });
    }

    private void read(Duration period) {
      // First: it also ends the transfer if the client has disconnected before.
      timer = vertx.setPeriodic(period.toMillis(), elapsed -> checkProgress());
      request.exceptionHandler(disconnected -> fail(new ClientGoneException()));
      request.handler(this::collect);
      request.endHandler(ended -> end());
      if (expectsContinue && request.version() != HttpVersion.HTTP_1_0) {
        request.response().writeContinue();
      }
      request.resume();
    }

    private void collect(Buffer bytes) {
      if (failure != null) {
        return;
      }
      receivedInPeriod += bytes.length();
      waiting.appendBuffer(bytes);
      if (waiting.length() >= BLOCK_SIZE && isProcessing) {
        isPaused = true;
        hadToWait = true;
        request.pause();
      }
      proceed();
    }

    private void end() {
      isComplete = true;
      proceed();
    }

    private void fail(Throwable cause) {
      if (failure == null) {
        failure = cause;
        waiting = Buffer.buffer();
        proceed();
      }
    }

    /** A period in which the client had to wait does not count. */
    private void checkProgress() {
      if (failure == null
          && !isComplete
          && !isPaused
          && !hadToWait
          && receivedInPeriod < MIN_BYTES) {
        dropped.record(Reason.BODY, ClientAddress.of(request).network());
        fail(new ClientGoneException());
        EarlyRejectionFilter.disconnect(request);
      }
      receivedInPeriod = 0;
      hadToWait = isPaused;
    }

    private void proceed() {
      if (isProcessing || isOver) {
        return;
      }
      if (failure != null) {
        finish(
            () -> {
              receiver.abort();
              return null;
            });
      } else if (waiting.length() > 0) {
        var block = waiting;
        waiting = Buffer.buffer();
        process(
            () -> {
              receiver.accept(block.getBytes());
              return null;
            });
      } else if (isComplete) {
        finish(receiver::complete);
      }
    }

    private void process(Callable<Void> call) {
      isProcessing = true;
      run(call)
          .onComplete(
              done -> {
                isProcessing = false;
                if (done.failed()) {
                  fail(done.cause());
                } else {
                  resume();
                }
                // Also after a failure: the client may have disconnected in the meantime.
                proceed();
              });
    }

    private void resume() {
      if (isPaused) {
        isPaused = false;
        request.resume();
      }
    }

    private void finish(Callable<T> call) {
      isOver = true;
      vertx.cancelTimer(timer);
      run(call)
          .onComplete(
              done -> {
                if (failure != null) {
                  emitter.fail(failure);
                } else if (done.failed()) {
                  abortAfter(done.cause());
                } else {
                  emitter.complete(done.result());
                }
              });
    }

    private void abortAfter(Throwable cause) {
      run(() -> {
            receiver.abort();
            return null;
          })
          .onComplete(done -> emitter.fail(cause));
    }

    /** The result arrives on the event loop of the request. */
    private <R> Future<R> run(Callable<R> call) {
      return worker.executeBlocking(call, true);
    }
  }
}
