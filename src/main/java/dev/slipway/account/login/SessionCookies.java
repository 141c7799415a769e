package dev.slipway.account.login;

import dev.slipway.web.path.HostCookie;
import dev.slipway.web.path.PathPrefix;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;

/** Reads and writes the cookie that carries the token of a session. */
@ApplicationScoped
public class SessionCookies {
  private static final String NAME = "slipway_session";

  private final LoginConfig config;
  private final PathPrefix prefix;

  SessionCookies(LoginConfig config, PathPrefix prefix) {
    this.config = config;
    this.prefix = prefix;
  }

  /** The token that the browser has sent; null if it has sent none. */
  public String tokenOf(HttpServerRequest request) {
    var cookie = request.getCookie(cookie(request).name());
    return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
  }

  /** A cookie that browsers keep for the lifetime of a session. */
  public NewCookie of(String token, HttpServerRequest request) {
    return cookie(request).with(token, config.sessionLifetime());
  }

  /** Has browsers delete the cookie. */
  public NewCookie expired(HttpServerRequest request) {
    return cookie(request).expired();
  }

  private HostCookie cookie(HttpServerRequest request) {
    return HostCookie.of(NAME, request, prefix);
  }
}
