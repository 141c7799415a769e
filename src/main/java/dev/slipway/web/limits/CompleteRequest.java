package dev.slipway.web.limits;

import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.net.SocketAddress;

/**
 * A request whose body, if any, has been read, and whose response makes no worker thread wait.
 *
 * <p>Quarkus pauses every request before it calls an endpoint, which Vert.x rejects for an HTTP/2
 * request that has ended; here it has no effect. And Quarkus lets the thread that writes a response
 * wait, without a limit, until the client reads; here the rest stays in memory, where {@link
 * UnreadResponses} limits it.
 */
final class CompleteRequest extends HttpServerRequestWrapper {
  private static final String EVENTS = "text/event-stream";

  /** More than any page or list has. */
  private static final long MAX_UNREAD_BYTES = 1024 * 1024;

  private final Buffer body;
  private final Runnable releaseBody;
  private final HttpServerResponse response;

  /**
   * @param releaseBody no longer counts the memory of the body
   */
  CompleteRequest(HttpServerRequestInternal request, Buffer body, Runnable releaseBody) {
    super(request);
    this.body = body;
    this.releaseBody = releaseBody;
    this.response = new NonBlockingResponse(request.response());
  }

  Buffer content() {
    return body;
  }

  /** The body is not needed any more, because the response has been sent. */
  void releaseBody() {
    releaseBody.run();
  }

  /** The request as the client sent it, whose response tells whether the client reads. */
  HttpServerRequest original() {
    return delegate;
  }

  @Override
  public HttpServerResponse response() {
    return response;
  }

  /** The address that a proxy forwards; without this, it would be that of the proxy. */
  @Override
  public SocketAddress remoteAddress() {
    return delegate.remoteAddress();
  }

  /** Whether the client's connection to the proxy uses TLS. */
  @Override
  public boolean isSSL() {
    return delegate.isSSL();
  }

  @Override
  public boolean isEnded() {
    return true;
  }

  @Override
  public HttpServerRequest pause() {
    return this;
  }

  @Override
  public HttpServerRequest resume() {
    return this;
  }

  @Override
  public HttpServerRequest fetch(long amount) {
    return this;
  }

  @Override
  public HttpServerRequest handler(Handler<Buffer> handler) {
    if (handler != null && body.length() > 0) {
      handler.handle(body);
    }
    return this;
  }

  @Override
  public HttpServerRequest endHandler(Handler<Void> handler) {
    if (handler != null) {
      handler.handle(null);
    }
    return this;
  }

  private static final class NonBlockingResponse extends AbstractResponseWrapper {
    private NonBlockingResponse(HttpServerResponse response) {
      super(response);
    }

    /** A stream without an end, or a very long one, must not fill the memory. */
    @Override
    public boolean writeQueueFull() {
      return super.writeQueueFull() && (bytesWritten() > MAX_UNREAD_BYTES || isEvents());
    }

    private boolean isEvents() {
      var type = headers().get(HttpHeaders.CONTENT_TYPE);
      return type != null && type.startsWith(EVENTS);
    }
  }
}
