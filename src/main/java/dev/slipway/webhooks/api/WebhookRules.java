package dev.slipway.webhooks.api;

import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.webhooks.WebhookEvent;
import dev.slipway.webhooks.WebhookStatus;
import dev.slipway.webhooks.sending.AddressPolicy;
import dev.slipway.webhooks.sending.TargetUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Validates the fields of a webhook. Each method throws {@code invalid-request} with what to
 * change.
 */
@ApplicationScoped
public class WebhookRules {
  private static final Set<WebhookStatus> SETTABLE_STATUSES =
      EnumSet.of(WebhookStatus.ACTIVE, WebhookStatus.DISABLED);

  private final AddressPolicy addresses;

  WebhookRules(AddressPolicy addresses) {
    this.addresses = addresses;
  }

  /** Returns the URL without spaces around it. */
  public String parseUrl(String text) {
    try {
      return TargetUrl.parse(text == null ? null : text.strip(), addresses).uri().toString();
    } catch (IllegalArgumentException invalid) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, invalid.getMessage());
    }
  }

  public Set<WebhookEvent> parseEvents(List<String> types) {
    if (types == null || types.isEmpty()) {
      throw invalidEvents();
    }
    var events = EnumSet.noneOf(WebhookEvent.class);
    for (var type : types) {
      events.add(
          WebhookEvent.findChoice(type == null ? "" : type)
              .orElseThrow(WebhookRules::invalidEvents));
    }
    return events;
  }

  /** Returns null if there is none. */
  public String parseDescription(String text) {
    if (text != null && text.length() > SafeText.MAX_LABEL_LENGTH) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'description' must have at most %d characters.".formatted(SafeText.MAX_LABEL_LENGTH));
    }
    return SafeText.label(text).orElse(null);
  }

  WebhookStatus parseStatus(String text) {
    return SETTABLE_STATUSES.stream()
        .filter(status -> status.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.INVALID_REQUEST, "'status' must be ACTIVE or DISABLED."));
  }

  private static ProblemException invalidEvents() {
    var types =
        WebhookEvent.choices().stream().map(WebhookEvent::type).collect(Collectors.joining(", "));
    return new ProblemException(
        ErrorCode.INVALID_REQUEST, "'events' must contain at least one of: " + types + ".");
  }
}
