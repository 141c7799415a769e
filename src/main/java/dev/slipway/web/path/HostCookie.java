package dev.slipway.web.path;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;

/**
 * A cookie of this application alone. Over TLS its name has the prefix {@code __Host-}, so that
 * browsers accept it only from this host, over TLS and for all paths. Over http, which is for
 * loopback, the name contains the port: cookies ignore ports, so two applications on one machine
 * would otherwise overwrite each other's. For the same reason it contains the application's path
 * prefix.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis">RFC 6265bis,
 *     cookie name prefixes</a>
 */
public record HostCookie(String name, boolean secure) {
  private static final int HTTP_PORT = 80;

  /**
   * @param baseName tells what the cookie is for, such as {@code slipway_session}
   */
  public static HostCookie of(String baseName, HttpServerRequest request, PathPrefix prefix) {
    var port = request.authority() == null ? -1 : request.authority().port();
    return of(baseName, request.scheme(), port, prefix);
  }

  /**
   * @param port as in the {@code Host} header; not positive if the header has none
   */
  static HostCookie of(String baseName, String scheme, int port, PathPrefix prefix) {
    // A cookie's name can't contain slashes.
    var suffix = prefix.toString().replace('/', '_');
    if ("https".equals(scheme)) {
      return new HostCookie("__Host-" + baseName + suffix, true);
    }
    return new HostCookie(baseName + "_" + (port > 0 ? port : HTTP_PORT) + suffix, false);
  }

  /** The cookie with a value, which browsers delete after this time. */
  public NewCookie with(String value, Duration lifetime) {
    return builder().value(value).maxAge((int) lifetime.toSeconds()).build();
  }

  /** Has browsers delete the cookie. */
  public NewCookie expired() {
    return builder().value("").maxAge(0).build();
  }

  private NewCookie.Builder builder() {
    return new NewCookie.Builder(name)
        .path("/")
        .httpOnly(true)
        .secure(secure)
        .sameSite(NewCookie.SameSite.LAX);
  }
}
