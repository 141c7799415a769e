package dev.slipway.webhooks.sending;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The valid URL of a receiver.
 *
 * @param host a name or an IP address, in lower case and without brackets
 * @param port the default one of the scheme if the URL names none
 * @param pathAndQuery as it is sent
 */
public record TargetUrl(URI uri, boolean tls, String host, int port, String pathAndQuery) {
  public static final int MAX_LENGTH = 2000;

  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  /**
   * Lower ports belong to other protocols, such as 25 to SMTP, whose servers may obey a request.
   */
  private static final int FIRST_UNRESERVED_PORT = 1024;

  private static final int LAST_PORT = 65_535;

  /**
   * Parses a URL.
   *
   * @param policy decides whether the URL may be without TLS, and which IP addresses it may have. A
   *     host name is resolved only when a request is sent.
   * @throws IllegalArgumentException with a message for people that says what to change
   */
  public static TargetUrl parse(String text, AddressPolicy policy) {
    require(text != null && !text.isBlank(), "Send the address of the receiver as 'url'.");
    require(text.length() <= MAX_LENGTH, "'url' must have at most " + MAX_LENGTH + " characters.");
    var uri = toUri(text);
    var scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    var tls = scheme.equals("https");
    require(
        tls || scheme.equals("http") && policy.allowsPrivateNetworks(),
        policy.allowsPrivateNetworks()
            ? "'url' must begin with https:// or http://."
            : "'url' must begin with https://.");
    require(
        uri.getRawUserInfo() == null,
        "'url' must not contain a user name or a password. Verify the signature instead.");
    require(uri.getRawFragment() == null, "'url' must not contain a '#'.");
    require(
        uri.getHost() != null || !hasUnderscore(uri),
        "The host name in 'url' must not contain '_'. Use a name of letters, digits and hyphens.");
    require(
        uri.getHost() != null,
        "'url' must contain a host name. Write an international one in its ASCII form (xn--…).");
    var host = withoutBrackets(uri.getHost().toLowerCase(Locale.ROOT));
    require(
        !host.contains("%"),
        "'url' must not contain the zone of an address: remove the part from the % on.");
    require(
        !NetUtil.isValidIpV4Address(host) && !NetUtil.isValidIpV6Address(host)
            || policy.allows(NetUtil.createInetAddressFromIpAddressString(host)),
        "'url' must have a public address; this one is private or reserved.");
    return new TargetUrl(uri, tls, host, portOf(uri, tls), pathAndQueryOf(uri));
  }

  private static URI toUri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException invalid) {
      throw new IllegalArgumentException(
          "'url' isn't a valid URL. Percent-encode special characters and spaces.", invalid);
    }
  }

  private static boolean hasUnderscore(URI uri) {
    return uri.getRawAuthority() != null && uri.getRawAuthority().contains("_");
  }

  private static int portOf(URI uri, boolean tls) {
    var standard = tls ? HTTPS_PORT : HTTP_PORT;
    var port = uri.getPort() < 0 ? standard : uri.getPort();
    require(
        port == standard || port >= FIRST_UNRESERVED_PORT && port <= LAST_PORT,
        "The port must be %d, or from %d to %d."
            .formatted(standard, FIRST_UNRESERVED_PORT, LAST_PORT));
    return port;
  }

  private static String pathAndQueryOf(URI uri) {
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Scheme, host and port: what may be logged. Path and query can contain secrets. */
  public String origin() {
    return (tls ? "https://" : "http://") + authority();
  }

  /** The value of the Host header. */
  String authority() {
    var name = host.contains(":") ? "[" + host + "]" : host;
    return port == (tls ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
  }
}
