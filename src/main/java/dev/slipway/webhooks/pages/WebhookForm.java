package dev.slipway.webhooks.pages;

import dev.slipway.webhooks.WebhookEvent;
import dev.slipway.webhooks.api.WebhookView;
import dev.slipway.webhooks.sending.TargetUrl;
import java.util.Collection;
import java.util.List;

/**
 * The form that creates or changes a webhook.
 *
 * @param url as typed before, or empty
 * @param description as typed before, or empty
 * @param allOwners as chosen before
 * @param privateNetworks whether the URL may be one of this machine or network
 * @param error why the input was refused, or null
 */
public record WebhookForm(
    String url,
    String description,
    List<EventChoice> events,
    boolean allOwners,
    boolean privateNetworks,
    Refusal error) {
  /**
   * Why the input was refused.
   *
   * @param field the name of the field that is wrong; {@code form} if it is none
   */
  public record Refusal(String field, String text) {}

  /** An event to choose. */
  public record EventChoice(String type, String explanation, boolean selected) {}

  /** The fields as they were sent. */
  record Input(String url, String description, List<String> events, boolean allOwners) {}

  /** With all events chosen. */
  static WebhookForm empty(boolean privateNetworks) {
    var all = WebhookEvent.choices().stream().map(WebhookEvent::type).toList();
    return new WebhookForm("", "", choices(all), false, privateNetworks, null);
  }

  static WebhookForm of(WebhookView webhook, boolean privateNetworks) {
    var description = webhook.description() == null ? "" : webhook.description();
    return new WebhookForm(
        webhook.url(),
        description,
        choices(webhook.events()),
        webhook.allOwners(),
        privateNetworks,
        null);
  }

  /** The form as it was sent, with an error. */
  static WebhookForm refused(Input input, boolean privateNetworks, Refusal error) {
    return new WebhookForm(
        input.url,
        input.description,
        choices(input.events),
        input.allOwners,
        privateNetworks,
        error);
  }

  /** Whether a field is the reason for the error. */
  public boolean isWrong(String field) {
    return error != null && error.field.equals(field);
  }

  public int maxUrlLength() {
    return TargetUrl.MAX_LENGTH;
  }

  public String urlExample() {
    return privateNetworks ? "http://127.0.0.1:9000/" : "https://example.com/webhooks/slipway";
  }

  public String urlHint() {
    return privateNetworks
        ? "Begins with https:// or http://, and may be an address of this machine."
        : "Begins with https:// and has a public address.";
  }

  private static List<EventChoice> choices(Collection<String> selected) {
    return WebhookEvent.choices().stream()
        .map(
            event -> new EventChoice(event.type(), explain(event), selected.contains(event.type())))
        .toList();
  }

  private static String explain(WebhookEvent event) {
    return switch (event) {
      case VIDEO_READY -> "A video can be played.";
      case VIDEO_REJECTED -> "A stored file can’t be played as a video.";
      case VIDEO_DELETED ->
          "A video was deleted permanently, at once or after its time in the trash.";
      case UPLOAD_EXPIRED -> "An upload was abandoned, and can’t be continued.";
      case TEST -> "A test.";
    };
  }
}
