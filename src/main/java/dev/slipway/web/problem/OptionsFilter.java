package dev.slipway.web.problem;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Answers {@code OPTIONS} with the methods of the address; below {@code /api} only with a login.
 */
class OptionsFilter {
  private final LoginRequirement login;

  OptionsFilter(LoginRequirement login) {
    this.login = login;
  }

  /** Returns null to continue with the request. */
  @ServerRequestFilter(preMatching = true)
  Uni<Response> answer(ContainerRequestContext request) {
    if (!request.getMethod().equals(HttpMethod.OPTIONS)) {
      return null;
    }
    var methods = AllowedMethods.ofCurrentRequest();
    return methods.isEmpty()
        ? null
        : login
            .require(request.getUriInfo())
            .map(loggedIn -> Response.noContent().allow(methods).build());
  }
}
