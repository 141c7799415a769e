package dev.slipway.webhooks.api;

import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.AccountRateLimit;
import dev.slipway.account.ratelimit.AccountRateLimiter;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** The caller's webhooks; for administrators, everybody's. */
@Path("/api/webhooks")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class WebhookResource {
  private final Webhooks webhooks;
  private final AccountRateLimiter limiter;

  WebhookResource(Webhooks webhooks, AccountRateLimiter limiter) {
    this.webhooks = webhooks;
    this.limiter = limiter;
  }

  /** Lists webhooks, the newest first. */
  @GET
  public WebhookList list() {
    return new WebhookList(webhooks.list());
  }

  /** Creates a webhook. Only this response contains its secret. */
  @POST
  @ResponseStatus(201)
  public RestResponse<WebhookView> create(WebhookRequest request) {
    limiter.requirePermit(AccountRateLimit.WEBHOOK);
    var webhook = webhooks.create(requirePresent(request));
    return RestResponse.ResponseBuilder.<WebhookView>created(
            URI.create("/api/webhooks/" + webhook.id()))
        .entity(webhook)
        .build();
  }

  /** Returns one webhook without its secret. */
  @GET
  @Path("{id}")
  public WebhookView get(@PathParam("id") String id) {
    return webhooks.require(id);
  }

  /** Changes the fields that the request has. */
  @PATCH
  @Path("{id}")
  public WebhookView change(@PathParam("id") String id, WebhookRequest request) {
    limiter.requirePermit(AccountRateLimit.WEBHOOK);
    return webhooks.change(id, requirePresent(request));
  }

  /** Deletes a webhook; no further request is sent to it. */
  @DELETE
  @Path("{id}")
  public void delete(@PathParam("id") String id) {
    webhooks.delete(id);
  }

  /** Replaces the secret; the response contains the new one. */
  @POST
  @Path("{id}/secret")
  public WebhookView rotateSecret(@PathParam("id") String id) {
    limiter.requirePermit(AccountRateLimit.WEBHOOK);
    return webhooks.rotateSecret(id);
  }

  private static WebhookRequest requirePresent(WebhookRequest request) {
    if (request == null) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "Send JSON with 'url' and 'events'.");
    }
    return request;
  }

  /** All webhooks that the caller may manage. */
  record WebhookList(List<WebhookView> items) {}
}
