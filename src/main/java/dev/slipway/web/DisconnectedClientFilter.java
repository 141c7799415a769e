package dev.slipway.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Does nothing for those who have hung up. Where something slow keeps all threads, clients give up
 * and ask again, and what they no longer wait for would go on filling the queue.
 */
class DisconnectedClientFilter {
  private static final int CLIENT_CLOSED_REQUEST = 499;

  /** On the thread that would do the work, when its turn has come. */
  @ServerRequestFilter
  Optional<Response> skipDisconnected(RoutingContext context) {
    return context.response().closed()
        ? Optional.of(Response.status(CLIENT_CLOSED_REQUEST).build())
        : Optional.empty();
  }
}
