package dev.slipway.webhooks.pages;

import dev.slipway.web.Formats;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.webhooks.api.WebhookRequest;
import dev.slipway.webhooks.api.WebhookRules;
import dev.slipway.webhooks.pages.WebhookForm.Input;
import dev.slipway.webhooks.pages.WebhookForm.Refusal;
import dev.slipway.webhooks.sending.AddressPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Validates the fields of the form, and names the one that is wrong as the page does. The rules of
 * the API name its fields.
 */
@ApplicationScoped
class WebhookFormRules {
  /** The form keeps its input if these are the reason. */
  private static final Set<ErrorCode> SHOWN_IN_FORM =
      Set.of(ErrorCode.INVALID_REQUEST, ErrorCode.QUOTA_EXCEEDED, ErrorCode.TOO_MANY_REQUESTS);

  private final WebhookRules rules;
  private final AddressPolicy addresses;

  WebhookFormRules(WebhookRules rules, AddressPolicy addresses) {
    this.rules = rules;
    this.addresses = addresses;
  }

  /** Whether the URL may be one of this machine or network. */
  boolean allowsPrivateNetworks() {
    return addresses.allowsPrivateNetworks();
  }

  /**
   * Creates or changes a webhook.
   *
   * @param change gets the valid fields and returns the response
   * @param page renders the form with an error
   */
  Response apply(
      Input input, Function<WebhookRequest, Response> change, Function<WebhookForm, Object> page) {
    var invalid = findInvalid(input);
    if (invalid.isPresent()) {
      return refuse(ErrorCode.INVALID_REQUEST.status(), input, invalid.get(), page).build();
    }
    try {
      return change.apply(
          new WebhookRequest(
              input.url(),
              input.events(),
              input.description(),
              input.allOwners() ? true : null,
              null));
    } catch (ProblemException refusal) {
      if (!SHOWN_IN_FORM.contains(refusal.code())) {
        throw refusal;
      }
      var problem = refusal.toProblem();
      var response =
          refuse(problem.status(), input, new Refusal("form", refusal.getMessage()), page);
      if (problem.retryAfter() != null) {
        response.header(HttpHeaders.RETRY_AFTER, Formats.retryAfterSeconds(problem.retryAfter()));
      }
      return response.build();
    }
  }

  private Response.ResponseBuilder refuse(
      int status, Input input, Refusal refusal, Function<WebhookForm, Object> page) {
    var form = WebhookForm.refused(input, allowsPrivateNetworks(), refusal);
    return Response.status(status).entity(page.apply(form));
  }

  private Optional<Refusal> findInvalid(Input input) {
    if (input.url().isBlank()) {
      return Optional.of(new Refusal("url", "Enter the URL of the receiver."));
    }
    if (input.events().isEmpty()) {
      return Optional.of(new Refusal("events", "Choose at least one event."));
    }
    return problemOf(() -> rules.parseUrl(input.url()))
        .map(message -> new Refusal("url", message.replace("'url'", "The URL")))
        .or(
            () ->
                problemOf(() -> rules.parseDescription(input.description()))
                    .map(
                        message ->
                            new Refusal(
                                "description",
                                message.replace("'description'", "The description"))))
        .or(
            () ->
                problemOf(() -> rules.parseEvents(input.events()))
                    .map(
                        message ->
                            new Refusal("events", message.replace("'events'", "The events"))));
  }

  private static Optional<String> problemOf(Supplier<Object> rule) {
    try {
      rule.get();
      return Optional.empty();
    } catch (ProblemException problem) {
      return Optional.of(problem.getMessage());
    }
  }
}
