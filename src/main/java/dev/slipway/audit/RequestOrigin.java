package dev.slipway.audit;

import dev.slipway.web.ClientAddress;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Where the current request comes from, and its id. Outside a request both are null. */
@ApplicationScoped
class RequestOrigin {
  /** The filter that assigns the trace ids sets it on every response. */
  private static final String TRACE_HEADER = "X-Request-Id";

  private final CurrentVertxRequest request;

  RequestOrigin(CurrentVertxRequest request) {
    this.request = request;
  }

  /** The client's address, or null. */
  String address() {
    return context().map(found -> ClientAddress.of(found.request()).text()).orElse(null);
  }

  /** The id of the request, or null. */
  String traceId() {
    return context().map(found -> found.response().headers().get(TRACE_HEADER)).orElse(null);
  }

  private Optional<RoutingContext> context() {
    return Arc.container().requestContext().isActive()
        ? Optional.ofNullable(request.getCurrent())
        : Optional.empty();
  }
}
