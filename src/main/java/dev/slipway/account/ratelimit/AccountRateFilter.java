package dev.slipway.account.ratelimit;

import dev.slipway.account.CurrentAccount;
import dev.slipway.web.problem.ProblemException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Limits the changes of each account, by session or token. It looks at the endpoint that was
 * chosen, so an endpoint that changes something is limited unless it is exempt.
 */
class AccountRateFilter {
  private static final Set<String> SAFE_METHODS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final AccountRateLimiter limiter;
  private final CurrentAccount caller;

  AccountRateFilter(AccountRateLimiter limiter, CurrentAccount caller) {
    this.limiter = limiter;
    this.caller = caller;
  }

  /**
   * @throws ProblemException {@code too-many-requests}
   */
  @ServerRequestFilter
  void check(ContainerRequestContext request, ResourceInfo resource) {
    if (caller.isLoggedIn()) {
      limitOf(request.getMethod(), resource.getResourceMethod()).ifPresent(limiter::requirePermit);
    }
  }

  /**
   * The limit that the requests of an endpoint count against. Empty if they change nothing, if they
   * count against the limit on signing, or if they need no login: then a limit on accounts would
   * not hold.
   */
  static Optional<AccountRateLimit> limitOf(String httpMethod, Method endpoint) {
    var other = endpoint.getAnnotation(AccountRateLimited.class);
    if (other != null) {
      return Optional.of(other.value());
    }
    return SAFE_METHODS.contains(httpMethod)
            || endpoint.isAnnotationPresent(SigningRateLimited.class)
            || endpoint.isAnnotationPresent(PermitAll.class)
        ? Optional.empty()
        : Optional.of(AccountRateLimit.CHANGE);
  }
}
