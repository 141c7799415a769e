package dev.slipway.storage;

import dev.slipway.web.security.ContentSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Scheme, host and port of the store as they are signed. The injected instance is the public
 * endpoint, which browsers use and the Content-Security-Policy names.
 */
@ApplicationScoped
public class StoreOrigin implements ContentSource {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:.+\\.)?localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]");

  private final String scheme;
  private final String host;
  private final String authority;

  @Inject
  public StoreOrigin(StoreConfig config) {
    this(config.publicEndpoint().orElseGet(config::endpoint));
  }

  /** The origin of any address of the store, such as the internal endpoint. */
  public StoreOrigin(URI endpoint) {
    if (endpoint.getHost() == null || !endpoint.getScheme().startsWith("http")) {
      throw new IllegalArgumentException(
          "The store's endpoint must be a URL such as https://store.example:9000, not " + endpoint);
    }
    if (endpoint.getRawPath() != null && endpoint.getRawPath().length() > 1) {
      throw new IllegalArgumentException(
          "The store's endpoint can't have a path, because stores verify signatures without it."
              + " Give the store a host or port of its own, not "
              + endpoint);
    }
    scheme = endpoint.getScheme().toLowerCase(Locale.ROOT);
    host = endpoint.getHost().toLowerCase(Locale.ROOT);
    authority = isDefaultPort(endpoint) ? host : host + ":" + endpoint.getPort();
  }

  @Override
  public String origin() {
    return scheme + "://" + authority;
  }

  /**
   * Whether the host is a loopback address. On each machine, such an address leads to that machine
   * itself.
   */
  public boolean isLoopback() {
    return LOOPBACK.matcher(host).matches();
  }

  /** The value of the {@code Host} header. Clients omit a default port. */
  public String authority() {
    return authority;
  }

  private static boolean isDefaultPort(URI endpoint) {
    var standard = "https".equalsIgnoreCase(endpoint.getScheme()) ? 443 : 80;
    return endpoint.getPort() == -1 || endpoint.getPort() == standard;
  }
}
