package dev.slipway.account.login;

import dev.slipway.web.path.PathPrefix;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;

/**
 * The cookie that carries a session's token. Over TLS its name has the prefix {@code __Host-}, so
 * that browsers accept it only from this host, over TLS and for all paths. Over http, which is for
 * loopback, the name contains the port: cookies ignore ports, so two applications on one machine
 * would otherwise log each other out. For the same reason it contains the application's path
 * prefix.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis">RFC 6265bis,
 *     cookie name prefixes</a>
 */
record SessionCookie(String name, boolean secure) {
  private static final String BASE_NAME = "slipway_session";
  private static final int HTTP_PORT = 80;

  static SessionCookie of(HttpServerRequest request, PathPrefix prefix) {
    var port = request.authority() == null ? -1 : request.authority().port();
    return of(request.scheme(), port, prefix);
  }

  /**
   * @param port as in the {@code Host} header; not positive if the header has none
   */
  static SessionCookie of(String scheme, int port, PathPrefix prefix) {
    // A cookie's name can't contain slashes.
    var suffix = prefix.toString().replace('/', '_');
    if ("https".equals(scheme)) {
      return new SessionCookie("__Host-" + BASE_NAME + suffix, true);
    }
    return new SessionCookie(BASE_NAME + "_" + (port > 0 ? port : HTTP_PORT) + suffix, false);
  }

  NewCookie with(String token, Duration lifetime) {
    return builder().value(token).maxAge((int) lifetime.toSeconds()).build();
  }

  NewCookie expired() {
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
