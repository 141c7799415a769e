package dev.slipway.webhooks.pages;

import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.AccountRateLimit;
import dev.slipway.account.ratelimit.AccountRateLimiter;
import dev.slipway.web.Formats;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.QueryEnum;
import dev.slipway.web.problem.QueryNumber;
import dev.slipway.webhooks.api.WebhookDeliveries;
import dev.slipway.webhooks.api.WebhookRequest;
import dev.slipway.webhooks.api.Webhooks;
import dev.slipway.webhooks.delivery.DeliveryStatus;
import dev.slipway.webhooks.pages.WebhookDetails.Selection;
import dev.slipway.webhooks.pages.WebhookForm.Input;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page on which people test, change and delete one webhook, and see its deliveries. */
@Path(WebhookPages.PATH + "/{id}")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
@Produces(MediaType.TEXT_HTML)
class WebhookDetailPages {
  private final Webhooks webhooks;
  private final WebhookDeliveries deliveries;
  private final WebhookFormRules rules;
  private final AccountRateLimiter limiter;
  private final WebhookDetails details;

  WebhookDetailPages(
      Webhooks webhooks,
      WebhookDeliveries deliveries,
      WebhookFormRules rules,
      AccountRateLimiter limiter,
      WebhookDetails details) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.rules = rules;
    this.limiter = limiter;
    this.details = details;
  }

  /**
   * @param sent the id of the delivery that was just sent
   * @param saved whether a change was just saved
   * @param replayed how many dead events were just queued to be sent again
   * @param remaining how many more are dead, because no more may wait at a time
   */
  @GET
  @Operation(hidden = true)
  public TemplateInstance show(
      @PathParam("id") String id,
      @QueryParam("status") String status,
      @QueryParam("after") String after,
      @QueryParam("sent") String sent,
      @QueryParam("saved") boolean saved,
      @QueryParam("replayed") String replayed,
      @QueryParam("remaining") String remaining) {
    var selected =
        status == null || status.isBlank()
            ? null
            : QueryEnum.parse(DeliveryStatus.class, "status", status);
    var selection =
        new Selection(
            selected, QueryNumber.parseCursor("after", after), QueryNumber.parse("sent", sent));
    var notice =
        notice(
            saved,
            QueryNumber.parse("replayed", replayed),
            QueryNumber.parse("remaining", remaining));
    return details.page(id, selection, null, notice);
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response change(
      @PathParam("id") String id,
      @FormParam("url") @DefaultValue("") String url,
      @FormParam("description") @DefaultValue("") String description,
      @FormParam("events") List<String> events) {
    webhooks.require(id);
    return rules.apply(
        new Input(url, description, events, false),
        request -> {
          limiter.requirePermit(AccountRateLimit.WEBHOOK);
          webhooks.change(id, request);
          return redirect(id, "saved", true);
        },
        form -> details.page(id, Selection.NONE, form, null));
  }

  @POST
  @Path("status")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response changeStatus(@PathParam("id") String id, @FormParam("status") String status) {
    limiter.requirePermit(AccountRateLimit.WEBHOOK);
    webhooks.change(id, new WebhookRequest(null, null, null, null, status));
    return redirect(id, "saved", true);
  }

  /** Renders the webhook instead of redirecting, because the secret must not be in an address. */
  @POST
  @Path("secret")
  @Operation(hidden = true)
  public TemplateInstance rotateSecret(@PathParam("id") String id) {
    limiter.requirePermit(AccountRateLimit.WEBHOOK);
    return details.pageWithSecret(webhooks.rotateSecret(id));
  }

  @POST
  @Path("test")
  @Operation(hidden = true)
  public Response test(@PathParam("id") String id) {
    limiter.requirePermit(AccountRateLimit.WEBHOOK);
    return redirect(id, "sent", deliveries.test(id).id());
  }

  @POST
  @Path("deliveries/{deliveryId}/replay")
  @Operation(hidden = true)
  public Response replay(@PathParam("id") String id, @PathParam("deliveryId") long deliveryId) {
    limiter.requirePermit(AccountRateLimit.WEBHOOK);
    return redirect(id, "sent", deliveries.replay(id, deliveryId).id());
  }

  @POST
  @Path("replay")
  @Operation(hidden = true)
  public Response replayDead(@PathParam("id") String id) {
    limiter.requirePermit(AccountRateLimit.WEBHOOK);
    var result = deliveries.replayDead(id, null);
    return redirect(id, "replayed", result.replayed(), "remaining", result.remaining());
  }

  @POST
  @Path("deletion")
  @Operation(hidden = true)
  public Response delete(@PathParam("id") String id) {
    webhooks.delete(id);
    return Redirect.to(WebhookPages.PATH, "deleted", true);
  }

  private static String notice(boolean saved, Long replayed, Long remaining) {
    if (saved) {
      return "Change saved.";
    }
    if (replayed == null) {
      return null;
    }
    var sent =
        replayed == 1
            ? "One event is being sent again."
            : Formats.exactCount(replayed) + " events are being sent again.";
    return remaining == null || remaining < 1
        ? sent
        : "%s No more may wait at a time: press the button again later for the other %s."
            .formatted(sent, Formats.exactCount(remaining));
  }

  private static Response redirect(String id, Object... query) {
    return Redirect.to(WebhookPages.PATH + "/" + id, query);
  }
}
