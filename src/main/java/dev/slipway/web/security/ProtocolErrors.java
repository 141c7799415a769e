package dev.slipway.web.security;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.json.Json;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Adds security headers and a problem to the errors of HTTP/1.1 that no filter sees, because Vert.x
 * or Quarkus rejects the request before routing: requests that can't be parsed, and malformed
 * percent-encoding. The problem is JSON for every client, because the address may be unknown.
 *
 * <p>Requests over HTTP/2 don't pass through here. Their errors have a status only.
 */
public final class ProtocolErrors extends ChannelDuplexHandler {
  /** The name that Vert.x gives the handler that writes responses. */
  private static final String ENCODER = "httpEncoder";

  private static final int FIRST_ERROR = 400;

  /** Of the requests that are not answered. Responses have the same order. */
  private final Queue<HttpMethod> methods = new ArrayDeque<>();

  private ProtocolErrors() {}

  /** Adds this handler to a connection that speaks HTTP/1.1. */
  public static void addTo(ChannelPipeline pipeline) {
    if (pipeline.get(ENCODER) != null) {
      pipeline.addAfter(ENCODER, null, new ProtocolErrors());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      methods.add(request.method());
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    context.write(
        message instanceof HttpResponse response && isUnfiltered(response)
            ? complete(response)
            : message,
        promise);
    if (message instanceof LastHttpContent && !isInterim(message)) {
      methods.poll();
    }
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  private static boolean isUnfiltered(HttpResponse response) {
    return response.status().code() >= FIRST_ERROR
        && !response.headers().contains(SecurityHeaders.POLICY);
  }

  private HttpResponse complete(HttpResponse response) {
    SecurityHeaders.CONSTANT.forEach(response.headers()::set);
    response.headers().set(SecurityHeaders.POLICY, "default-src 'none'; frame-ancestors 'none'");
    response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    var problem = problemOf(response.status().code());
    return problem.isPresent()
            && response instanceof FullHttpResponse full
            && !full.content().isReadable()
            && !HttpMethod.HEAD.equals(methods.peek())
        ? withBody(full, problem.get())
        : response;
  }

  private static Optional<Problem> problemOf(int status) {
    return switch (status) {
      case 400 ->
          Optional.of(
              Problem.of(
                  ErrorCode.INVALID_REQUEST,
                  "The address or a header isn't valid. In an address, send % as %25."));
      case 414 ->
          Optional.of(
              Problem.of(
                  ErrorCode.ADDRESS_TOO_LONG, "Send fewer or shorter parameters in the address."));
      case 431 ->
          Optional.of(
              Problem.of(
                  ErrorCode.HEADERS_TOO_LARGE, "Send fewer or shorter headers, such as cookies."));
      default -> Optional.empty();
    };
  }

  private static FullHttpResponse withBody(FullHttpResponse empty, Problem problem) {
    empty.release();
    var body = Unpooled.wrappedBuffer(Json.encodeToBuffer(problem).getBytes());
    empty
        .headers()
        .remove(HttpHeaderNames.TRANSFER_ENCODING)
        .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    return new DefaultFullHttpResponse(
        empty.protocolVersion(), empty.status(), body, empty.headers(), empty.trailingHeaders());
  }
}
