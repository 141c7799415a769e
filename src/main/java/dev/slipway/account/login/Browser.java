package dev.slipway.account.login;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.SafeText;
import io.vertx.core.http.HttpServerRequest;

/**
 * Where a session is used, as far as the request tells.
 *
 * @param userAgent what the browser calls itself, cleaned and shortened; null if it doesn't
 */
public record Browser(ClientAddress address, String userAgent) {
  public Browser {
    userAgent = SafeText.label(userAgent).orElse(null);
  }

  public static Browser of(HttpServerRequest request) {
    return new Browser(ClientAddress.of(request), request.getHeader("User-Agent"));
  }
}
