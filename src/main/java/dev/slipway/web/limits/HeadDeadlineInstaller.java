package dev.slipway.web.limits;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;

/**
 * Adds a {@link HeadDeadline} to each connection that the web server accepts. Vert.x and Quarkus
 * have no setting for that deadline, and call no application code before the first request; but
 * Netty lists the channels of the event loop that accepts connections.
 */
@ApplicationScoped
class HeadDeadlineInstaller {
  private static final String NAME = "slipway-head-deadline";

  private final VertxInternal vertx;
  private final Duration timeout;
  private final DroppedRequests dropped;

  HeadDeadlineInstaller(Vertx vertx, RequestLimitsConfig config, DroppedRequests dropped) {
    this.vertx = (VertxInternal) vertx;
    this.timeout = config.head();
    this.dropped = dropped;
  }

  void install(@ObservesAsync HttpServerStart started) {
    install();
  }

  void install(@ObservesAsync HttpsServerStart started) {
    install();
  }

  private void install() {
    for (var executor : vertx.getAcceptorEventLoopGroup()) {
      var loop = (SingleThreadEventLoop) executor;
      loop.execute(
          () ->
              loop.registeredChannelsIterator()
                  .forEachRemaining(
                      channel -> {
                        if (channel instanceof ServerChannel
                            && channel.pipeline().get(NAME) == null) {
                          channel.pipeline().addFirst(NAME, new AcceptHandler());
                        }
                      }));
    }
  }

  /** Receives accepted connections, before they have any handler. */
  private final class AcceptHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      if (accepted instanceof Channel connection) {
        connection.pipeline().addLast(new ActiveHandler());
      }
      context.fireChannelRead(accepted);
    }
  }

  /**
   * Adds the deadline when the connection becomes active: after Vert.x has added the handlers that
   * decrypt, before it adds those that parse, and before the first byte is read.
   */
  private final class ActiveHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.pipeline().addLast(new HeadDeadline(timeout, dropped));
      context.pipeline().remove(this);
      context.fireChannelActive();
    }
  }
}
