package dev.slipway.web.security;

import dev.slipway.web.path.PathPrefix;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.stream.Collectors;

/**
 * The headers that every answer carries. The policy allows no inline script or style, and names the
 * store's public origin, where the browser puts and gets the videos.
 */
@ApplicationScoped
class SecurityHeaders {
  private static final int PRIORITY = 300;
  private static final String TWO_YEARS = "max-age=63072000";

  private final String policy;
  private final String transport;

  SecurityHeaders(@Any Instance<ContentSource> sources, PathPrefix prefix) {
    // A host that others share is not ours to speak for what stands below its name.
    transport = prefix.isEmpty() ? TWO_YEARS + "; includeSubDomains" : TWO_YEARS;
    var origins =
        sources.stream().map(ContentSource::origin).distinct().collect(Collectors.joining(" "));
    policy =
        String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' " + origins,
            "media-src 'self' " + origins,
            "connect-src 'self' " + origins,
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'");
  }

  void register(@Observes Filters filters) {
    filters.register(this::add, PRIORITY);
  }

  private void add(RoutingContext context) {
    var headers = context.response().headers();
    headers.set("Content-Security-Policy", policy);
    headers.set("X-Content-Type-Options", "nosniff");
    // Not no-referrer: with it a browser's own form posts carry 'Origin: null'.
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    if ("https".equals(context.request().scheme())) {
      headers.set("Strict-Transport-Security", transport);
    }
    headers.set(HttpHeaders.CACHE_CONTROL, cacheControl(context.normalizedPath()));
    context.next();
  }

  /**
   * Styles and modules are asked for again each time and answered 304, so that a new version shows
   * at once. Everything else may hold what only this person should see.
   */
  private static String cacheControl(String path) {
    return path.endsWith(".css") || path.endsWith(".js") || path.endsWith(".svg")
        ? "no-cache"
        : "no-store";
  }
}
