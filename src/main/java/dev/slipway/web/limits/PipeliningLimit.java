package dev.slipway.web.limits;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Limits the requests that an HTTP/1.1 client sends before it reads the responses to the first ones
 * (pipelining), because Vert.x queues any number of them, and any number of responses. A request
 * above the limit is not answered: the connection is closed after the responses to those before it,
 * and the client sends the rest again on another connection.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.3.2">RFC 9112, pipelining</a>
 */
final class PipeliningLimit extends ChannelDuplexHandler {
  /** Browsers and proxies send one at a time; some download tools send ten. */
  static final int MAX_UNANSWERED = 16;

  private final HeadDeadline deadline;

  /** Requests whose responses are incomplete. */
  private int unanswered;

  /** Complete responses that the application has not handed over to the system. */
  private int unsent;

  private boolean isInterim;

  /** No further request is answered. */
  private boolean isLast;

  /** A further request has arrived. */
  private boolean isFull;

  /** Requests behind the one that is being answered are ignored, also if they have been queued. */
  private boolean isClosing;

  PipeliningLimit(HeadDeadline deadline) {
    this.deadline = deadline;
  }

  /** Ignores all requests behind this one. Runs on its event loop. */
  static void ignoreFurtherRequests(HttpServerRequest request) {
    var limit = of(request);
    if (limit != null) {
      limit.isLast = true;
      limit.isClosing = true;
    }
  }

  /** Whether a request before this one is the last that is answered. */
  static boolean isIgnored(HttpServerRequest request) {
    var limit = of(request);
    return limit != null && limit.isClosing;
  }

  private static PipeliningLimit of(HttpServerRequest request) {
    var connection = (ConnectionBase) request.connection();
    return connection.channel().pipeline().get(PipeliningLimit.class);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      receive(context, request);
    }
    if (isFull) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof LastHttpContent) {
      deadline.requestComplete();
    }
    context.fireChannelRead(message);
  }

  private void receive(ChannelHandlerContext context, HttpRequest request) {
    if (isLast || unanswered + unsent >= MAX_UNANSWERED) {
      isLast = true;
      isFull = true;
      context.channel().config().setAutoRead(false);
      return;
    }
    unanswered++;
    isLast = !keepsConnection(request);
    deadline.headComplete();
  }

  /**
   * Vert.x ignores what comes behind a request that closes its connection, but does not release it.
   * It keeps fewer connections than Netty would: of HTTP/1.0 only some, and none of a version that
   * is equal to 1.1 but not the same object, such as {@code http/1.1}.
   *
   * <p>A request with chunks may have had a Content-Length, which Netty removes. A proxy could
   * understand its end in another way, so nothing behind it is a request.
   */
  private static boolean keepsConnection(HttpRequest request) {
    return HttpUtil.isKeepAlive(request)
        && request.protocolVersion() == HttpVersion.HTTP_1_1
        && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      isInterim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (isLast && unanswered == 1 && !isInterim) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
    }
    if (!(message instanceof LastHttpContent) || isInterim) {
      context.write(message, promise);
      return;
    }
    unanswered--;
    unsent++;
    context.write(message, promise.unvoid()).addListener(sent -> responseSent(context.channel()));
    if (unanswered == 0) {
      deadline.requestsAnswered();
    }
  }

  private void responseSent(Channel channel) {
    unsent--;
    if (isLast && unanswered == 0 && unsent == 0) {
      LingeringClose.start(channel);
    }
  }
}
