package dev.slipway.account.login;

import dev.slipway.web.path.PathPrefix;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;

/**
 * The cookie that carries a session's token. Over TLS the prefix {@code __Host-} makes the browser
 * hold it to this host and path. Over http, which is for loopback, the name carries the port:
 * cookies ignore ports, and two applications on one machine would log each other out. For the same
 * reason it carries the path below which the application is.
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
   * @param port as the browser names it, not positive where it does not
   */
  static SessionCookie of(String scheme, int port, PathPrefix prefix) {
    // Names of cookies have no slashes.
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
