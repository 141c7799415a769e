package dev.slipway.web.limits;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Answers requests over HTTP/1.1 without exactly one valid Host header with status 400, as messages
 * that can't be parsed, and reads nothing behind them. With forwarded headers enabled, Quarkus
 * replaces the host before it calls any filter, so a filter would not see what was sent.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-3.2">RFC 9112, request target</a>
 */
final class HostCheck extends ChannelInboundHandlerAdapter {
  private static final Pattern HOST_NAME = Pattern.compile("[\\w.~-]+|\\[[\\da-fA-F:.]+]");

  private boolean isOver;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isOver) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest request
        && request.decoderResult().isSuccess()
        && !isValid(request)) {
      isOver = true;
      request.setDecoderResult(
          DecoderResult.failure(new IllegalArgumentException("not one valid Host header")));
    }
    context.fireChannelRead(message);
  }

  private static boolean isValid(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    return hosts.isEmpty()
        ? request.protocolVersion().equals(HttpVersion.HTTP_1_0)
        : hosts.size() == 1 && isHost(hosts.get(0));
  }

  /** Whether the text is a name or an address, with or without a port. */
  static boolean isHost(String text) {
    var authority = HostAndPort.parseAuthority(text, -1);
    return authority != null && HOST_NAME.matcher(authority.host()).matches();
  }
}
