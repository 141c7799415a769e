package dev.slipway.webhooks.api;

import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.AccountRateLimit;
import dev.slipway.account.ratelimit.AccountRateLimiter;
import dev.slipway.web.Page;
import dev.slipway.web.problem.QueryEnum;
import dev.slipway.web.problem.QueryNumber;
import dev.slipway.webhooks.delivery.Deliveries.Replayed;
import dev.slipway.webhooks.delivery.DeliveryStatus;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The deliveries of a webhook. */
@Path("/api/webhooks/{id}")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class DeliveryResource {
  private final WebhookDeliveries deliveries;
  private final AccountRateLimiter limiter;

  DeliveryResource(WebhookDeliveries deliveries, AccountRateLimiter limiter) {
    this.deliveries = deliveries;
    this.limiter = limiter;
  }

  /** Lists deliveries, the newest first; 50 unless the request asks for another number. */
  @GET
  @Path("deliveries")
  public Page<DeliveryView, Long> list(
      @PathParam("id") String id,
      @QueryParam("status") String status,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String pageSize) {
    return deliveries.list(
        id,
        status == null || status.isBlank()
            ? null
            : QueryEnum.parse(DeliveryStatus.class, "status", status),
        QueryNumber.parseCursor("cursor", cursor),
        QueryNumber.parsePageSize(
            pageSize, WebhookDeliveries.DEFAULT_PAGE_SIZE, WebhookDeliveries.MAX_PAGE_SIZE));
  }

  /** Sends a test event. */
  @POST
  @Path("test")
  @ResponseStatus(202)
  public DeliveryView test(@PathParam("id") String id) {
    limiter.requirePermit(AccountRateLimit.WEBHOOK);
    return deliveries.test(id);
  }

  /** Sends one event again. */
  @POST
  @Path("deliveries/{deliveryId}/replay")
  @ResponseStatus(202)
  public DeliveryView replay(@PathParam("id") String id, @PathParam("deliveryId") long deliveryId) {
    limiter.requirePermit(AccountRateLimit.WEBHOOK);
    return deliveries.replay(id, deliveryId);
  }

  /** Sends dead events again, the oldest first, as many as may wait at a time. */
  @POST
  @Path("replay")
  @ResponseStatus(202)
  public Replayed replayDead(@PathParam("id") String id, Replay replay) {
    limiter.requirePermit(AccountRateLimit.WEBHOOK);
    return deliveries.replayDead(id, replay == null ? null : replay.since());
  }

  /**
   * @param since only events that happened from then on; all if not given
   */
  record Replay(Instant since) {}
}
