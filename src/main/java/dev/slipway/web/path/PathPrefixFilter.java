package dev.slipway.web.path;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Takes the prefix off each request before anything looks at its path: whoever guards, limits or
 * logs in knows one address for one thing. What comes without the prefix is served as well, so that
 * the store's notifications and probes need not know it, nor proxies that take it off themselves.
 */
@ApplicationScoped
public class PathPrefixFilter {
  /** Before every other filter, Quarkus's own included. */
  public static final int FIRST_PRIORITY = 1_000;

  /** After the headers of every answer. */
  private static final int AFTER_HEADERS = 290;

  private static final int TEMPORARY_REDIRECT = 307;
  private static final String TAKEN_OFF = PathPrefixFilter.class.getName();

  private final PathPrefix prefix;

  PathPrefixFilter(PathPrefix prefix) {
    this.prefix = prefix;
  }

  void register(@Observes Filters filters) {
    if (!prefix.isEmpty()) {
      filters.register(this::takeOff, FIRST_PRIORITY);
      filters.register(this::addSlash, AFTER_HEADERS);
    }
  }

  private void takeOff(RoutingContext context) {
    var path = context.request().path();
    // Filters run again for the path inside, which may begin like the prefix.
    if (path == null || !prefix.isPrefixOf(path) || context.get(TAKEN_OFF) != null) {
      context.next();
      return;
    }
    context.put(TAKEN_OFF, true);
    context.reroute(withQuery(prefix.removeFrom(path), context));
  }

  /** The prefix alone is what people type. */
  private void addSlash(RoutingContext context) {
    if (!prefix.toString().equals(context.request().path()) || context.get(TAKEN_OFF) != null) {
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
