package dev.slipway.web.problem;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Answers {@code OPTIONS} with the methods of the address. */
class OptionsFilter {
  @ServerRequestFilter(preMatching = true)
  Optional<Response> answer(ContainerRequestContext request) {
    if (!request.getMethod().equals(HttpMethod.OPTIONS)) {
      return Optional.empty();
    }
    var methods = AllowedMethods.ofCurrentRequest();
    return methods.isEmpty()
        ? Optional.empty()
        : Optional.of(Response.noContent().allow(methods).build());
  }
}
