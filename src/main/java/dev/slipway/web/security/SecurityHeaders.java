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
 * Adds the security headers that depend on the configuration, the scheme or the path; the constant
 * ones are {@code quarkus.http.header} settings. The Content-Security-Policy allows no inline
 * script or style, and names the store's public origin, because browsers send and load videos
 * there.
 */
@ApplicationScoped
class SecurityHeaders {
  private static final int PRIORITY = 300;
  private static final String TWO_YEARS = "max-age=63072000";

  private final String contentSecurityPolicy;
  private final String strictTransportSecurity;

  SecurityHeaders(@Any Instance<ContentSource> sources, PathPrefix prefix) {
    // On a shared host we must not decide for the subdomains of others.
    strictTransportSecurity = prefix.isEmpty() ? TWO_YEARS + "; includeSubDomains" : TWO_YEARS;
    var origins =
        sources.stream().map(ContentSource::origin).distinct().collect(Collectors.joining(" "));
    contentSecurityPolicy =
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
    headers.set("Content-Security-Policy", contentSecurityPolicy);
    if ("https".equals(context.request().scheme())) {
      headers.set("Strict-Transport-Security", strictTransportSecurity);
    }
    // A response may contain what only this person may see. AssetFilter replaces this for files.
    headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    context.next();
  }
}
