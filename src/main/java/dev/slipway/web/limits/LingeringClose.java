package dev.slipway.web.limits;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes an HTTP/1.1 connection on which the client may still be sending. If it were closed at
 * once, the system would reset it, and the client might lose the response that says why. So only
 * the sending side is closed, and what arrives is discarded until the client closes as well, for a
 * limited time and number of bytes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, tear-down</a>
 */
final class LingeringClose extends ChannelInboundHandlerAdapter {
  /** Twice the largest body of JSON. */
  private static final int MAX_BYTES = 2 * BodyLimits.MAX_JSON_BYTES;

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** The name that Vert.x gives the handler that parses requests. */
  private static final String DECODER = "httpDecoder";

  private long received;

  private LingeringClose() {}

  /** Closes the connection when everything that has been written is sent. */
  static void afterFlush(ConnectionBase connection) {
    var flushed = connection.channelHandlerContext().newPromise();
    flushed.addListener(done -> start(connection.channel()));
    connection.flush(flushed);
  }

  /** Closes the connection. Runs on its event loop. */
  static void start(Channel channel) {
    var pipeline = channel.pipeline();
    if (pipeline.get(DECODER) != null && pipeline.get(LingeringClose.class) == null) {
      pipeline.addBefore(DECODER, null, new LingeringClose());
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.channel().config().setAutoRead(true);
    var tls = context.pipeline().get(SslHandler.class);
    if (tls == null) {
      ((DuplexChannel) context.channel()).shutdownOutput();
    } else {
      tls.closeOutbound();
    }
    context.executor().schedule(() -> context.close(), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    received += bytes.readableBytes();
    bytes.release();
    if (received > MAX_BYTES) {
      context.close();
    }
  }
}
