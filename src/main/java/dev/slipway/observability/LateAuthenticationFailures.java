package dev.slipway.observability;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.quarkus.resteasy.reactive.server.runtime.observability.ObservabilityIntegrationRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpSecurityRecorder.DefaultAuthFailureHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.BiConsumer;

/**
 * Labels a request with its path template if its authentication fails. Quarkus does that in
 * advance, for every request, with a new path matcher for all endpoints, which costs as much as a
 * query of the database. Here it happens when it is needed; otherwise the failure is treated as
 * Quarkus does.
 */
@ApplicationScoped
class LateAuthenticationFailures {
  /** After authentication and authorization, and before Quarkus's own handler. */
  private static final int PRIORITY = 1;

  private static final BiConsumer<RoutingContext, Throwable> HANDLER =
      LateAuthenticationFailures::fail;

  void register(@Observes Filters filters) {
    filters.register(LateAuthenticationFailures::replaceHandler, PRIORITY);
  }

  private static void replaceHandler(RoutingContext context) {
    if (context.get(QuarkusHttpUser.AUTH_FAILURE_HANDLER) instanceof DefaultAuthFailureHandler) {
      context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, HANDLER);
    }
    context.next();
  }

  private static void fail(RoutingContext context, Throwable failure) {
    DefaultAuthFailureHandler.markIfOtherAuthenticationFailure(context, failure);
    if (!context.failed()) {
      var endpoints = ResteasyReactiveRecorder.getCurrentDeployment();
      ObservabilityIntegrationRecorder.setTemplatePath(context, endpoints);
      context.fail(DefaultAuthFailureHandler.extractRootCause(failure));
    }
  }
}
