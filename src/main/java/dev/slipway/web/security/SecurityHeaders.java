package dev.slipway.web.security;

import dev.slipway.web.path.PathPrefix;
import dev.slipway.web.path.SecretPaths;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import dev.slipway.web.problem.ProblemResponse;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/**
 * Adds the security headers to every response, also to errors. Only the page of the embedded player
 * replaces one: it may be in frames.
 */
@ApplicationScoped
class SecurityHeaders {
  private static final int PRIORITY = 300;
  static final String POLICY = ContentSecurityPolicy.HEADER;

  /** The headers that are the same for every response. */
  static final Map<String, String> CONSTANT =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          // Not no-referrer, because with it a browser's own form posts carry 'Origin: null'.
          "Referrer-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "camera=(), microphone=(), geolocation=()");

  /** Browsers must not send secret paths as Referer, not even to this site. */
  private static final String REFERRER_OF_SECRET_PATHS = "strict-origin";

  private static final String TWO_YEARS = "max-age=63072000";

  private final String contentSecurityPolicy;
  private final String strictTransportSecurity;
  private final PathPrefix prefix;

  SecurityHeaders(ContentSecurityPolicy policy, PathPrefix prefix) {
    // On a shared host we must not decide for the subdomains of others.
    strictTransportSecurity = prefix.isEmpty() ? TWO_YEARS + "; includeSubDomains" : TWO_YEARS;
    contentSecurityPolicy = policy.withoutFrames();
    this.prefix = prefix;
  }

  void register(@Observes Filters filters) {
    filters.register(
        context -> {
          add(context);
          context.next();
        },
        PRIORITY);
  }

  void registerFailures(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::answerMalformed);
  }

  /**
   * Answers a request that Vert.x rejects before any filter, because its host or path is invalid.
   */
  private void answerMalformed(RoutingContext context) {
    if (context.response().headers().contains(POLICY) || context.statusCode() >= 500) {
      context.next();
      return;
    }
    add(context);
    ProblemResponse.send(
        context, Problem.of(ErrorCode.INVALID_REQUEST, "Send a valid path and a valid host."));
  }

  private void add(RoutingContext context) {
    var headers = context.response().headers();
    CONSTANT.forEach(headers::set);
    headers.set(POLICY, contentSecurityPolicy);
    var path = context.request().path();
    if (path != null && SecretPaths.matches(prefix.removeFrom(path))) {
      headers.set("Referrer-Policy", REFERRER_OF_SECRET_PATHS);
    }
    if ("https".equals(context.request().scheme())) {
      headers.set("Strict-Transport-Security", strictTransportSecurity);
    }
    // A response may contain what only this person may see. AssetFilter replaces this for files.
    headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
