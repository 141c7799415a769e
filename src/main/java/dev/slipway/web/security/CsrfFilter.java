package dev.slipway.web.security;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.LogText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import dev.slipway.web.problem.ProblemResponse;
import dev.slipway.web.ratelimit.LogLimit;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Rejects writes that another site makes a browser send, so forms need no CSRF tokens.
 *
 * <p>Current browsers identify such a request with {@code Sec-Fetch-Site}. For older ones, {@code
 * Origin} is compared with the request's host. A request with neither header comes from a program,
 * and no site can make a program send our cookie. A request to the API that carries a bearer token
 * is accepted, because the session cookie doesn't count there.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
@ApplicationScoped
public class CsrfFilter {
  private static final Logger LOG = Logger.getLogger(CsrfFilter.class);

  /** After {@link CorsFilter}, so a rejection of a configured origin has CORS headers. */
  private static final int PRIORITY = 250;

  private static final Set<HttpMethod> SAFE_METHODS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final Set<String> SAME_ORIGIN = Set.of("same-origin", "none");
  private static final String BEARER = "Bearer ";

  private final LogLimit logLimit;

  CsrfFilter(Clock clock) {
    this.logLimit = LogLimit.forLines(clock);
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    var request = context.request();
    if (SAFE_METHODS.contains(request.method())
        || isSameOrigin(request)
        || hasBearerToken(context)) {
      context.next();
      return;
    }
    log(request);
    ProblemResponse.send(
        context, Problem.of(ErrorCode.CROSS_SITE_REQUEST, "Repeat this from a Slipway page."));
  }

  private void log(HttpServerRequest request) {
    var address = ClientAddress.of(request);
    if (logLimit.tryAcquire(address)) {
      LOG.warnf(
          "Rejected a cross-site %s to %s from %s",
          LogText.of(request.method().name()), LogText.ofPath(request.path()), address.text());
    }
  }

  /** Whether a page of this application, the address bar or a program has caused the request. */
  public static boolean isSameOrigin(HttpServerRequest request) {
    var site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return SAME_ORIGIN.contains(site);
    }
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null || isHostOf(request, origin);
  }

  private static boolean isHostOf(HttpServerRequest request, String origin) {
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

  /** A site can make a browser send this header only if {@link CorsFilter} allows its origin. */
  private static boolean hasBearerToken(RoutingContext context) {
    var authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    return authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && context.normalizedPath().startsWith("/api/");
  }
}
