package dev.slipway.web.path;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Removes the prefix from each request before anything else uses its path, so authentication,
 * limits and endpoints know one path for one resource. Requests without the prefix are served too:
 * notifications of the store, health probes, and proxies that remove the prefix themselves.
 */
@ApplicationScoped
public class PathPrefixFilter {
  /** Before every other filter, including those of Quarkus. */
  public static final int FIRST_PRIORITY = 1_000;

  /** After the security headers, so the redirect has them. */
  private static final int REDIRECT_PRIORITY = 290;

  private static final int TEMPORARY_REDIRECT = 307;
  private static final String REMOVED = PathPrefixFilter.class.getName();

  private final PathPrefix prefix;

  PathPrefixFilter(PathPrefix prefix) {
    this.prefix = prefix;
  }

  void register(@Observes Filters filters) {
    if (!prefix.isEmpty()) {
      filters.register(this::removePrefix, FIRST_PRIORITY);
      filters.register(this::redirectToSlash, REDIRECT_PRIORITY);
    }
  }

  private void removePrefix(RoutingContext context) {
    var path = context.request().path();
    // Filters run again for the internal path, which may start with the same segments.
    if (path == null || !prefix.isPrefixOf(path) || context.get(REMOVED) != null) {
      context.next();
      return;
    }
    context.put(REMOVED, true);
    context.reroute(withQuery(prefix.removeFrom(path), context));
  }

  /** People type the prefix without the slash at its end. */
  private void redirectToSlash(RoutingContext context) {
    if (!prefix.toString().equals(context.request().path()) || context.get(REMOVED) != null) {
      context.next();
      return;
    }
    context
        .response()
        .setStatusCode(TEMPORARY_REDIRECT)
        .putHeader(HttpHeaders.LOCATION, withQuery(prefix.addTo("/"), context))
        .end();
  }

  private static String withQuery(String path, RoutingContext context) {
    var query = context.request().query();
    return query == null ? path : path + "?" + query;
  }
}
