package dev.slipway.web.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets pages of the configured origins use the API and import the upload client. Credentials are
 * never allowed: such a page sends a token of its own. A request from any other origin gets no CORS
 * headers, so its browser blocks the response.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS protocol</a>
 */
@ApplicationScoped
class CorsFilter {
  /** After {@link SecurityHeaders}, so preflight responses have them, and before CSRF checks. */
  private static final int PRIORITY = 275;

  private static final int PREFLIGHT_MAX_AGE_SECONDS = 3600;
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#\\s*@]+");
  private static final List<String> SHARED_PATHS =
      List.of("/api/", "/uploads/client/", "/uploads/uppy/", "/web/");

  private final List<String> origins;
  private final CorsHandler cors;

  CorsFilter(CorsConfig config) {
    origins = config.origins().orElse(List.of());
    origins.forEach(CorsFilter::requireOrigin);
    cors =
        CorsHandler.create()
            .addOrigins(origins)
            .allowedMethods(
                Set.of(
                    HttpMethod.GET,
                    HttpMethod.POST,
                    HttpMethod.PUT,
                    HttpMethod.PATCH,
                    HttpMethod.DELETE))
            .allowedHeaders(Set.of("Authorization", "Content-Type", "Idempotency-Key"))
            .exposedHeaders(Set.of("Location", "Retry-After"))
            .maxAgeSeconds(PREFLIGHT_MAX_AGE_SECONDS);
  }

  void register(@Observes Filters filters) {
    if (!origins.isEmpty()) {
      filters.register(this::handle, PRIORITY);
    }
  }

  private void handle(RoutingContext context) {
    var path = context.normalizedPath();
    if (SHARED_PATHS.stream().noneMatch(path::startsWith)) {
      context.next();
      return;
    }
    // So that no cache serves one origin's response to another.
    context.response().headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    var origin = context.request().getHeader(HttpHeaders.ORIGIN);
    if (origin != null && origins.contains(origin)) {
      cors.handle(context);
    } else {
      context.next();
    }
  }

  private static void requireOrigin(String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException(
          "SLIPWAY_CORS_ORIGINS must contain origins such as https://studio.example, not "
              + origin);
    }
  }
}
