package dev.slipway.web;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The network address of a client: that of the connection, or the one that a trusted proxy
 * forwards.
 *
 * @param text an IP address in its shortest form; otherwise what the proxy sent, safe to log
 */
public record ClientAddress(String text) {
  /** An IPv6 customer usually gets a /64. */
  private static final int NETWORK_BYTES = 8;

  private static final int IPV6_BYTES = 16;

  public static ClientAddress of(HttpServerRequest request) {
    return of(request.remoteAddress().hostAddress());
  }

  public static ClientAddress of(String address) {
    var bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
    return new ClientAddress(
        bytes == null ? LogText.of(address) : NetUtil.toAddressString(toInetAddress(bytes)));
  }

  /**
   * What limits count by: an IPv4 address, or the /64 network of an IPv6 address, because one
   * customer can use all 2^64 addresses in it.
   */
  public String network() {
    var bytes = NetUtil.createByteArrayFromIpAddressString(text);
    if (bytes == null || bytes.length < IPV6_BYTES) {
      return text;
    }
    Arrays.fill(bytes, NETWORK_BYTES, IPV6_BYTES, (byte) 0);
    return NetUtil.toAddressString(toInetAddress(bytes)) + "/64";
  }

  /** An IPv4 address that is written as an IPv6 address ({@code ::ffff:192.0.2.7}) becomes IPv4. */
  private static InetAddress toInetAddress(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
