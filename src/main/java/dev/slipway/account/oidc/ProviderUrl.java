package dev.slipway.account.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Validates addresses of the provider: https, or http on this machine. */
final class ProviderUrl {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private ProviderUrl() {}

  /**
   * @param name of the setting or field, for the message
   * @param url may be null
   * @throws IllegalArgumentException if secrets must not be sent there
   */
  static URI parse(String name, String url) {
    try {
      var uri = new URI(String.valueOf(url).strip());
      if (isSecure(uri) && uri.getRawUserInfo() == null && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // The message below explains it.
    }
    throw new IllegalArgumentException(
        "%s must be an https:// address without a user name and a fragment, or http:// on this"
                .formatted(name)
            + " machine.");
  }

  private static boolean isSecure(URI uri) {
    return uri.getHost() != null
        && ("https".equals(uri.getScheme())
            || "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()));
  }
}
