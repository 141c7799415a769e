package dev.slipway.webhooks.pages;

import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.AccountRateLimit;
import dev.slipway.account.ratelimit.AccountRateLimiter;
import dev.slipway.webhooks.api.WebhookView;
import dev.slipway.webhooks.api.Webhooks;
import dev.slipway.webhooks.pages.WebhookForm.Input;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page that lists the webhooks of an account, for administrators all, and adds one. */
@Path(WebhookPages.PATH)
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
@Produces(MediaType.TEXT_HTML)
class WebhookPages {
  static final String PATH = "/webhooks";

  private final Webhooks webhooks;
  private final WebhookFormRules rules;
  private final AccountRateLimiter limiter;
  private final WebhookDetails details;

  WebhookPages(
      Webhooks webhooks,
      WebhookFormRules rules,
      AccountRateLimiter limiter,
      WebhookDetails details) {
    this.webhooks = webhooks;
    this.rules = rules;
    this.limiter = limiter;
    this.details = details;
  }

  @CheckedTemplate(basePath = "webhooks")
  static class Templates {
    static native TemplateInstance list(ListPage page);

    private Templates() {}
  }

  /**
   * @param deleted whether a webhook was just deleted
   */
  record ListPage(List<WebhookView> webhooks, WebhookForm form, boolean deleted) {}

  @GET
  @Operation(hidden = true)
  public TemplateInstance list(@QueryParam("deleted") boolean deleted) {
    return page(WebhookForm.empty(rules.allowsPrivateNetworks()), deleted);
  }

  /** Renders the webhook instead of redirecting, because the secret must not be in an address. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response create(
      @FormParam("url") @DefaultValue("") String url,
      @FormParam("description") @DefaultValue("") String description,
      @FormParam("events") List<String> events,
      @FormParam("allOwners") @DefaultValue("false") boolean allOwners) {
    return rules.apply(
        new Input(url, description, events, allOwners),
        request -> {
          limiter.requirePermit(AccountRateLimit.WEBHOOK);
          return Response.ok(details.pageWithSecret(webhooks.create(request))).build();
        },
        form -> page(form, false));
  }

  private TemplateInstance page(WebhookForm form, boolean deleted) {
    return Templates.list(new ListPage(webhooks.list(), form, deleted));
  }
}
