package dev.slipway.webhooks.pages;

import dev.slipway.web.Formats;
import dev.slipway.web.KebabCase;
import dev.slipway.web.Page;
import dev.slipway.webhooks.WebhooksConfig;
import dev.slipway.webhooks.api.DeliveryView;
import dev.slipway.webhooks.api.WebhookDeliveries;
import dev.slipway.webhooks.api.WebhookView;
import dev.slipway.webhooks.api.Webhooks;
import dev.slipway.webhooks.delivery.DeliveryStatus;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Renders the page of one webhook. */
@ApplicationScoped
class WebhookDetails {
  private static final int PAGE_SIZE = 20;

  private final Webhooks webhooks;
  private final WebhookDeliveries deliveries;
  private final WebhookFormRules rules;
  private final WebhooksConfig config;
  private final String version;

  WebhookDetails(
      Webhooks webhooks,
      WebhookDeliveries deliveries,
      WebhookFormRules rules,
      WebhooksConfig config,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.rules = rules;
    this.config = config;
    this.version = version;
  }

  @CheckedTemplate(basePath = "webhooks")
  static class Templates {
    static native TemplateInstance details(DetailsPage page);

    private Templates() {}
  }

  /** A link that shows only deliveries of one status. */
  record StatusChoice(String value, String label) {
    static final List<StatusChoice> ALL =
        Arrays.stream(DeliveryStatus.values()).map(StatusChoice::of).toList();

    private static StatusChoice of(DeliveryStatus status) {
      var value = KebabCase.of(status);
      return new StatusChoice(value, status.name().charAt(0) + value.substring(1));
    }
  }

  /**
   * The selection in the query of the page's address.
   *
   * @param status only deliveries with it; null for all
   * @param after the cursor of the page of deliveries; null on the first page
   * @param sent the delivery that was just sent, whose result the page shows; null for none
   */
  record Selection(DeliveryStatus status, Long after, Long sent) {
    static final Selection NONE = new Selection(null, null, null);

    /** The query string of links to other pages of deliveries; empty without a filter. */
    String filterQuery() {
      return status == null ? "" : "status=" + KebabCase.of(status);
    }

    String query() {
      var parameters = new ArrayList<String>();
      if (status != null) {
        parameters.add(filterQuery());
      }
      if (after != null) {
        parameters.add("after=" + after);
      }
      if (sent != null) {
        parameters.add("sent=" + sent);
      }
      return String.join("&", parameters);
    }
  }

  /**
   * @param secret the new secret, or null
   * @param notice what was just done, or null
   * @param sent the delivery that was just sent, or null
   * @param rotation for how long the previous secret stays valid
   * @param userAgent the header of the same name in requests
   */
  record DetailsPage(
      WebhookView webhook,
      String secret,
      String notice,
      DeliveryView sent,
      Page<DeliveryView, Long> page,
      Selection selection,
      WebhookForm form,
      List<ShownRecipe> recipes,
      String rotation,
      String userAgent) {
    public String path() {
      return WebhookPages.PATH + "/" + webhook.id();
    }

    public List<DeliveryView> deliveries() {
      return page.items();
    }

    public Long next() {
      return page.next();
    }

    public boolean first() {
      return selection.after == null;
    }

    /** Returns the status filter as the query parameter has it, or null. */
    public String status() {
      return selection.status == null ? null : KebabCase.of(selection.status);
    }

    public List<StatusChoice> statuses() {
      return StatusChoice.ALL;
    }

    public String filterQuery() {
      return selection.filterQuery();
    }

    public String query() {
      return selection.query();
    }

    /** Returns the headers of the last attempt. The signature isn't stored. */
    public String headersOf(DeliveryView delivery) {
      var attempt = delivery.lastAttemptAt();
      return String.join(
          "\n",
          "content-type: application/json",
          "user-agent: " + userAgent,
          "webhook-id: " + delivery.eventId(),
          "webhook-timestamp: "
              + (attempt == null ? "seconds since 1970" : attempt.getEpochSecond()),
          "webhook-signature: v1,…");
    }
  }

  /**
   * @param form null for the current values
   * @param notice null for none
   */
  TemplateInstance page(String id, Selection selection, WebhookForm form, String notice) {
    var webhook = webhooks.require(id);
    var page = deliveries.list(id, selection.status, selection.after, PAGE_SIZE);
    var sent = selection.sent == null ? null : deliveries.find(id, selection.sent).orElse(null);
    return render(webhook, notice, sent, page, selection, form);
  }

  /** The page of a webhook that has just got a secret. */
  TemplateInstance pageWithSecret(WebhookView webhook) {
    var page = deliveries.list(webhook.id(), null, null, PAGE_SIZE);
    return render(webhook, null, null, page, Selection.NONE, null);
  }

  private TemplateInstance render(
      WebhookView webhook,
      String notice,
      DeliveryView sent,
      Page<DeliveryView, Long> page,
      Selection selection,
      WebhookForm form) {
    var shownForm = form == null ? WebhookForm.of(webhook, rules.allowsPrivateNetworks()) : form;
    return Templates.details(
        new DetailsPage(
            webhook,
            webhook.secret(),
            notice,
            sent,
            page,
            selection,
            shownForm,
            ShownRecipe.of(webhook.url(), webhook.secret()),
            Formats.humanMillisAtMost(config.rotationPeriod().toMillis()),
            "Slipway/" + version));
  }
}
