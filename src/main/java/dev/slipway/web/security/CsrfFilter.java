package dev.slipway.web.security;

import dev.slipway.web.LogText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import dev.slipway.web.problem.ProblemResponse;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Refuses writes that another site makes a browser send. Current browsers say so themselves in
 * {@code Sec-Fetch-Site}; for the rest {@code Origin} is held against the request's host. A request
 * with neither comes from a program, which no site can make send our cookie. So forms need no
 * tokens. A request to the API that carries a token of its own is no forgery: there the cookie does
 * not count.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
@ApplicationScoped
class CsrfFilter {
  private static final Logger LOG = Logger.getLogger(CsrfFilter.class);
  private static final int PRIORITY = 250;
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String BEARER = "Bearer ";
  private static final Set<String> OWN = Set.of("same-origin", "none");

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    var request = context.request();
    if (SAFE.contains(request.method()) || isOwn(request) || hasToken(context)) {
      context.next();
      return;
    }
    LOG.warnf("Refused a cross-site %s of %s", request.method(), LogText.of(request.path()));
    ProblemResponse.send(
        context,
        Problem.of(ErrorCode.CROSS_SITE_REQUEST, "Open the page itself and do it from there."));
  }

  /** No site can make a browser send this header unless it has been allowed to; see CrossOrigin. */
  private static boolean hasToken(RoutingContext context) {
    var authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    return authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && context.normalizedPath().startsWith("/api/");
  }

  private static boolean isOwn(HttpServerRequest request) {
    var site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return OWN.contains(site);
    }
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null || isOrigin(origin, request);
  }

  private static boolean isOrigin(String origin, HttpServerRequest request) {
    try {
      var uri = URI.create(origin);
      var authority = request.authority();
      return authority != null
          && authority.host().equalsIgnoreCase(uri.getHost())
          && port(authority.port(), request.scheme()) == port(uri.getPort(), uri.getScheme());
    } catch (IllegalArgumentException notAnOrigin) {
      return false;
    }
  }

  private static int port(int port, String scheme) {
    if (port > 0) {
      return port;
    }
    return "https".equals(scheme) ? 443 : 80;
  }
}
