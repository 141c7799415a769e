package dev.slipway.account;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The host names that lead to an application with demo accounts: loopback and configured ones. */
final class DemoHosts {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:.+\\.)?localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

  private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+]");
  private static final Set<String> ALL_INTERFACES = Set.of("", "0.0.0.0", "::", "[::]");

  private final Set<String> configured;

  private DemoHosts(Set<String> configured) {
    this.configured = configured;
  }

  /**
   * @param entries host names, each alone, with a port, or in an origin; addresses that mean all
   *     network interfaces are ignored
   */
  static DemoHosts of(Collection<String> entries) {
    return new DemoHosts(
        entries.stream()
            .map(String::strip)
            .filter(entry -> !ALL_INTERFACES.contains(entry))
            .map(DemoHosts::hostOf)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * @param host as in a {@code Host} header, without the port
   */
  boolean contains(String host) {
    var name = normalize(host);
    return LOOPBACK.matcher(name).matches() || configured.contains(name);
  }

  private static String hostOf(String entry) {
    try {
      var authority = entry.contains("://") ? authorityOf(new URI(entry)) : entry;
      var parsed = HostAndPort.parseAuthority(authority, -1);
      var host = normalize(parsed == null ? "" : parsed.host());
      if (HOST.matcher(host).matches()) {
        return host;
      }
    } catch (URISyntaxException notAnOrigin) {
      // The same message as for a name that is invalid.
    }
    throw new IllegalArgumentException(
        "SLIPWAY_DEMO_HOSTS must contain host names or origins, such as video.lan or"
            + " http://192.168.1.5:8080, not "
            + entry);
  }

  private static String authorityOf(URI origin) {
    var isOrigin = origin.getScheme().matches("https?") && origin.getRawPath().matches("/?");
    return isOrigin ? origin.getRawAuthority() : "";
  }

  /** In lower case, without the dot that may end a host name. */
  private static String normalize(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
