package dev.slipway.account.login;

import io.vertx.core.http.HttpServerRequest;

/** The network address that login attempts are counted by. */
final class ClientAddress {
  /** An IPv6 customer usually gets a /64, so all 2^64 addresses in it count as one. */
  private static final int NETWORK_GROUPS = 4;

  private ClientAddress() {}

  static String of(HttpServerRequest request) {
    return networkOf(request.remoteAddress().hostAddress());
  }

  /** An IPv4 address as it is, an IPv6 address as its /64 network. */
  static String networkOf(String address) {
    if (!address.contains(":")) {
      return address;
    }
    var groups = address.replaceFirst("%.*", "").split(":", NETWORK_GROUPS + 1);
    var network = new StringBuilder();
    for (var i = 0; i < Math.min(groups.length, NETWORK_GROUPS) && !groups[i].isEmpty(); i++) {
      network.append(groups[i]).append(':');
    }
    return network.append(":/64").toString();
  }
}
