package dev.slipway.account.login;

import io.vertx.core.http.HttpServerRequest;

/** Where a request comes from, as far as one caller can be told from another by it. */
final class ClientAddress {
  /** Of an IPv6 address: whoever has one has the 2^64 beside it too. */
  private static final int NETWORK_GROUPS = 4;

  private ClientAddress() {}

  static String of(HttpServerRequest request) {
    return networkOf(request.remoteAddress().hostAddress());
  }

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
