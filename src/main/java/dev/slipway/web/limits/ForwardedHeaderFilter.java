package dev.slipway.web.limits;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.NetUtil;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Removes forwarded headers that are invalid, so that they are ignored. Quarkus reads them before
 * it calls any filter, and fails: some requests would never be answered, others with a server
 * error. Proxies forward requests over HTTP/1.1, so HTTP/2 is not filtered.
 */
@Sharable
final class ForwardedHeaderFilter extends ChannelInboundHandlerAdapter {
  static final ForwardedHeaderFilter INSTANCE = new ForwardedHeaderFilter();

  private static final String PROTO = "X-Forwarded-Proto";
  private static final String FOR = "X-Forwarded-For";
  private static final String HOST = "X-Forwarded-Host";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private ForwardedHeaderFilter() {}

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      var headers = request.headers();
      removeUnless(scheme -> SCHEMES.contains(scheme.toLowerCase(Locale.ROOT)), PROTO, headers);
      removeUnless(ForwardedHeaderFilter::isAddress, FOR, headers);
      removeUnless(HostCheck::isHost, HOST, headers);
    }
    context.fireChannelRead(message);
  }

  /** Only the first element of a list counts. */
  private static void removeUnless(Predicate<String> isValid, String name, HttpHeaders headers) {
    var value = headers.get(name);
    if (value == null) {
      return;
    }
    var first = value.split(",", 2)[0].strip();
    if (isValid.test(first)) {
      // Quarkus doesn't ignore white space, and expects schemes in lower case.
      headers.set(name, first.toLowerCase(Locale.ROOT));
    } else {
      headers.remove(name);
    }
  }

  /** With or without a port. */
  private static boolean isAddress(String text) {
    var address = HostAndPort.parseAuthority(text, -1);
    return isIpAddress(text) || address != null && isIpAddress(address.host());
  }

  private static boolean isIpAddress(String text) {
    return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
  }
}
