package dev.slipway.web.limits;

import dev.slipway.web.limits.DroppedRequests.Reason;
import dev.slipway.web.security.ProtocolErrors;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection that begins something and does not continue: the TLS handshake, the head of
 * an HTTP/1.1 request, or a header block of HTTP/2. The idle timeout does not cover that, because
 * one byte every few minutes satisfies it. Bodies have a deadline of their own.
 */
final class HeadDeadline extends ChannelInboundHandlerAdapter {
  /** The name that Vert.x gives the handler that writes responses. */
  private static final String ENCODER = "httpEncoder";

  private final Duration timeout;
  private final DroppedRequests dropped;
  private ChannelHandlerContext channel;
  private String address;
  private ScheduledFuture<?> timer;
  private Http2FrameScanner frames;
  private boolean isProtocolKnown;
  private boolean isRequestInProgress;
  private boolean hasUnansweredBytes;

  HeadDeadline(Duration timeout, DroppedRequests dropped) {
    this.timeout = timeout;
    this.dropped = dropped;
  }

  /** The head of a request has arrived: stops the clock until {@link #requestsAnswered}. */
  void headComplete() {
    isRequestInProgress = true;
    requestComplete();
  }

  /** The body of a request, if any, has arrived as well. */
  void requestComplete() {
    hasUnansweredBytes = false;
    stop();
  }

  /**
   * All requests that have arrived are answered: starts the clock if the head of the next one has
   * begun.
   */
  void requestsAnswered() {
    isRequestInProgress = false;
    if (hasUnansweredBytes) {
      start();
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context;
    var socket = (InetSocketAddress) context.channel().remoteAddress();
    address = socket.getAddress().getHostAddress();
    start();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stop();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop();
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes && bytes.isReadable()) {
      receive(bytes);
    }
    context.fireChannelRead(message);
  }

  private void receive(ByteBuf bytes) {
    if (!isProtocolKnown) {
      isProtocolKnown = true;
      if (isHttp2(bytes)) {
        frames = new Http2FrameScanner();
      } else {
        addHttp1Handlers();
      }
    }
    if (frames == null) {
      hasUnansweredBytes = true;
      if (!isRequestInProgress) {
        start();
      }
    } else if (frames.isBetweenHeaders(bytes)) {
      stop();
    } else {
      start();
    }
  }

  private void addHttp1Handlers() {
    var pipeline = channel.pipeline();
    if (pipeline.get(ENCODER) != null) {
      pipeline.addAfter(ENCODER, null, new PipeliningLimit(this));
      pipeline.addAfter(ENCODER, null, UpgradeFilter.INSTANCE);
      pipeline.addAfter(ENCODER, null, ForwardedHeaderFilter.INSTANCE);
      pipeline.addAfter(ENCODER, null, new HostCheck());
      ProtocolErrors.addTo(pipeline);
    }
  }

  /** The connection preface arrives in one piece, because Vert.x waits for all of it. */
  private static boolean isHttp2(ByteBuf bytes) {
    var preface = Http2CodecUtil.connectionPrefaceBuf();
    try {
      return bytes.readableBytes() >= preface.readableBytes()
          && bytes.slice(bytes.readerIndex(), preface.readableBytes()).equals(preface);
    } finally {
      preface.release();
    }
  }

  private void start() {
    if (timer == null) {
      timer = channel.executor().schedule(this::close, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void close() {
    channel.close();
    dropped.record(Reason.HEAD, address);
  }
}
