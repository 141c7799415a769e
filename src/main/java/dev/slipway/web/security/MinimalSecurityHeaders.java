package dev.slipway.web.security;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Adds security headers to the errors of HTTP/1.1 that no filter sees, such as the 400 for a
 * request that Netty can't parse. They have no body and need no other policy than none.
 */
@Sharable
public final class MinimalSecurityHeaders extends ChannelOutboundHandlerAdapter {
  private static final MinimalSecurityHeaders INSTANCE = new MinimalSecurityHeaders();

  /** The name that Vert.x gives the handler that writes responses. */
  private static final String ENCODER = "httpEncoder";

  private static final int FIRST_ERROR = 400;

  private MinimalSecurityHeaders() {}

  /** Adds this handler to a connection that speaks HTTP/1.1. */
  public static void addTo(ChannelPipeline pipeline) {
    if (pipeline.get(ENCODER) != null) {
      pipeline.addAfter(ENCODER, null, INSTANCE);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response
        && response.status().code() >= FIRST_ERROR
        && !response.headers().contains(SecurityHeaders.POLICY)) {
      SecurityHeaders.CONSTANT.forEach(response.headers()::set);
      response.headers().set(SecurityHeaders.POLICY, "default-src 'none'; frame-ancestors 'none'");
      response.headers().set("Cache-Control", "no-store");
    }
    context.write(message, promise);
  }
}
