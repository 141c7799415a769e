package dev.slipway.web.limits;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/**
 * A response that stays open for minutes and needs no thread meanwhile, such as server-sent events.
 * It has limits of its own, so it doesn't count as a request in progress.
 */
public final class LongResponse {
  private static final String PERMIT = LongResponse.class.getName();

  private LongResponse() {}

  /**
   * Returns the request's permit to be in progress. The response may stay open for a long time.
   *
   * @return disconnects the client, although it has not read what was sent
   */
  public static Runnable begin(RoutingContext context) {
    Runnable release = context.get(PERMIT);
    if (release != null) {
      release.run();
    }
    var eventLoop = Vertx.currentContext();
    return () ->
        eventLoop.runOnContext(ignored -> EarlyRejectionFilter.disconnect(context.request()));
  }

  /** Says how to release the request's permit. */
  static void onBegin(RoutingContext context, Runnable release) {
    context.put(PERMIT, release);
  }
}
