package dev.slipway.web.limits;

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

/**
 * Limits the requests that an HTTP/1.1 client sends before the responses to the first ones
 * (pipelining), because Vert.x queues any number of them. A request above the limit is not
 * answered: the connection is closed after the responses to those before it, and the client sends
 * the rest again on another connection.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.3.2">RFC 9112, pipelining</a>
 */
final class PipeliningLimit extends ChannelDuplexHandler {
  /** Browsers and proxies send one at a time; some download tools send ten. */
  static final int MAX_UNANSWERED = 16;

  private int unanswered;
  private boolean isInterim;

  /** No further request is answered. */
  private boolean isLast;

  /** A further request has arrived. */
  private boolean isFull;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      receive(context, request);
    }
    if (isFull) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  private void receive(ChannelHandlerContext context, HttpRequest request) {
    if (isLast || unanswered == MAX_UNANSWERED) {
      isLast = true;
      isFull = true;
      context.channel().config().setAutoRead(false);
      return;
    }
    unanswered++;
    // Vert.x ignores what comes behind such a request, but does not release it. It keeps fewer
    // connections than Netty would: none of HTTP/1.2, and of HTTP/1.0 only some.
    isLast =
        !HttpUtil.isKeepAlive(request) || !request.protocolVersion().equals(HttpVersion.HTTP_1_1);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      isInterim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (isLast && unanswered == 1 && !isInterim) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
    }
    if (message instanceof LastHttpContent && !isInterim) {
      unanswered--;
      if (isLast && unanswered == 0) {
        context
            .write(message, promise.unvoid())
            .addListener(written -> LingeringClose.start(context.channel()));
        return;
      }
    }
    context.write(message, promise);
  }
}
