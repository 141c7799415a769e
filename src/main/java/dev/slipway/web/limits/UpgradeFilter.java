package dev.slipway.web.limits;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2CodecUtil;

/**
 * Removes the request for an upgrade from HTTP/1.1 to HTTP/2 in clear text, so the server answers
 * with HTTP/1.1, as every server may. RFC 9113 has removed that upgrade. Vert.x still performs it,
 * leaks the body of a request that asks for it incompletely, and then answers nothing else on that
 * connection. HTTP/2 from the first byte, and over TLS, is not affected.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-3.1">RFC 9113, versions</a>
 */
@Sharable
final class UpgradeFilter extends ChannelInboundHandlerAdapter {
  static final UpgradeFilter INSTANCE = new UpgradeFilter();

  private UpgradeFilter() {}

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request
        && request
            .headers()
            .contains(HttpHeaderNames.UPGRADE, Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, true)) {
      request.headers().remove(HttpHeaderNames.UPGRADE);
      request.headers().remove(Http2CodecUtil.HTTP_UPGRADE_SETTINGS_HEADER);
    }
    context.fireChannelRead(message);
  }
}
