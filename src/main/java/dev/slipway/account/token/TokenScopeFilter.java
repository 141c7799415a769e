package dev.slipway.account.token;

import dev.slipway.account.CurrentAccount;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.InsufficientScopeException;
import dev.slipway.web.problem.ProblemException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriBuilder;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses requests of tokens that are limited to something else. It looks at the endpoint that was
 * chosen, not at the address, so no way to write an address avoids it.
 */
class TokenScopeFilter {
  private final CurrentAccount caller;
  private final Map<Method, String> templates = new ConcurrentHashMap<>();

  TokenScopeFilter(CurrentAccount caller) {
    this.caller = caller;
  }

  /**
   * @throws InsufficientScopeException if the token lacks the scope of the endpoint
   * @throws ProblemException {@code forbidden} if the endpoint has no rule
   */
  @ServerRequestFilter
  void check(ContainerRequestContext request, ResourceInfo resource) {
    if (!caller.isAuthenticatedByToken() || !caller.isTokenLimited()) {
      return;
    }
    var template =
        templates.computeIfAbsent(resource.getResourceMethod(), TokenScopeFilter::templateOf);
    ScopeRules.find(request.getMethod(), template)
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.FORBIDDEN, "A token that is limited to scopes can't do this."))
        .scope(caller.isAdmin())
        .ifPresent(caller::requireScope);
  }

  /** The template of the path of an endpoint, such as {@code /api/videos/{id}}. */
  static String templateOf(Method endpoint) {
    var builder = UriBuilder.fromPath("/");
    for (var path :
        new Path[] {
          endpoint.getDeclaringClass().getAnnotation(Path.class), endpoint.getAnnotation(Path.class)
        }) {
      Optional.ofNullable(path).map(Path::value).ifPresent(builder::path);
    }
    return builder.toTemplate();
  }
}
