package dev.slipway.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Skips requests whose client has disconnected. When something slow occupies every worker thread,
 * clients give up and try again; without this filter their abandoned requests would keep filling
 * the queue.
 */
class DisconnectedClientFilter {
  /** The status that nginx logs for such a request. No client receives it. */
  private static final int CLIENT_CLOSED_REQUEST = 499;

  /** Runs on the worker thread, when the request's turn has come. */
  @ServerRequestFilter
  Optional<Response> skipDisconnected(RoutingContext context) {
    return context.response().closed()
        ? Optional.of(Response.status(CLIENT_CLOSED_REQUEST).build())
        : Optional.empty();
  }
}
