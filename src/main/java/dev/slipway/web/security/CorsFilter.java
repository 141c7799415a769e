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
 * Lets the pages of other origins use the API and the modules of the upload client, where the
 * operator names those origins. Never with credentials: such a page brings a token of its own.
 * Every other origin is answered as if there were no such thing, and its browser refuses.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS protocol</a>
 */
@ApplicationScoped
class CorsFilter {
  /** After the headers of every answer, before cross-site writes are refused. */
  private static final int PRIORITY = 275;

  private static final int AN_HOUR = 3600;
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#\\s*@]+");
  private static final List<String> SHARED =
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
            .maxAgeSeconds(AN_HOUR);
  }

  void register(@Observes Filters filters) {
    if (!origins.isEmpty()) {
      filters.register(this::share, PRIORITY);
    }
  }

  private void share(RoutingContext context) {
    var path = context.normalizedPath();
    if (SHARED.stream().noneMatch(path::startsWith)) {
      context.next();
      return;
    }
    // A cache must not give one origin what was meant for another.
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
          "SLIPWAY_CORS_ORIGINS takes origins such as https://studio.example, not " + origin);
    }
  }
}
