package dev.slipway.webhooks.api;

import dev.slipway.account.Account;
import dev.slipway.account.AccountEvent;
import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.webhooks.Webhook;
import dev.slipway.webhooks.WebhookSecrets;
import dev.slipway.webhooks.WebhookStatus;
import dev.slipway.webhooks.WebhooksConfig;
import dev.slipway.webhooks.delivery.Deliveries;
import dev.slipway.webhooks.sending.AddressPolicy;
import dev.slipway.webhooks.sending.TargetUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** Creates, lists, changes and deletes webhooks on behalf of their owners and administrators. */
@ApplicationScoped
@Transactional
public class Webhooks {
  /** A page shows all of them; an account has ten by default. */
  static final int MAX_LISTED = 1000;

  private final WebhooksConfig config;
  private final WebhookRules rules;
  private final WebhookAccess access;
  private final WebhookSecrets secrets;
  private final Deliveries deliveries;
  private final AddressPolicy addresses;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final SecureRandom random;
  private final Clock clock;

  Webhooks(
      WebhooksConfig config,
      WebhookRules rules,
      WebhookAccess access,
      WebhookSecrets secrets,
      Deliveries deliveries,
      AddressPolicy addresses,
      CurrentAccount caller,
      AuditLog audit,
      SecureRandom random,
      Clock clock) {
    this.config = config;
    this.rules = rules;
    this.access = access;
    this.secrets = secrets;
    this.deliveries = deliveries;
    this.addresses = addresses;
    this.caller = caller;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Creates a webhook of the caller.
   *
   * @return with its secret
   * @throws ProblemException {@code invalid-request}; {@code forbidden} if it is for all owners and
   *     the caller is no administrator; {@code quota-exceeded} if the account has too many
   */
  public WebhookView create(WebhookRequest request) {
    var allOwners = Boolean.TRUE.equals(request.allOwners());
    if (allOwners && !caller.isAdmin()) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN, "Only administrators get the events of everybody's videos.");
    }
    requireAbsent(request.status(), "'status' can only be changed. A new webhook is active.");
    var url = rules.parseUrl(request.url());
    var events = rules.parseEvents(request.events());
    var description = rules.parseDescription(request.description());
    requireBelowMaximum();
    var webhook =
        new Webhook(RandomId.random(random), caller.getName(), allOwners, clock.instant());
    webhook.describe(url, description, events);
    var secret = secrets.assign(webhook);
    webhook.persist();
    record("webhook.created", webhook, describe(webhook));
    return view(webhook, secret);
  }

  /** Lists the caller's webhooks, for administrators all, the newest first. */
  public List<WebhookView> list() {
    var webhooks =
        Webhook.listExisting(caller.isAdmin() ? null : caller.getName(), MAX_LISTED).stream()
            .filter(access::allows)
            .toList();
    var backlogs = deliveries.count(webhooks.stream().map(Webhook::id).toList());
    return webhooks.stream()
        .map(
            webhook ->
                WebhookView.of(
                    webhook,
                    backlogs.getOrDefault(webhook.id(), Deliveries.Backlog.NONE),
                    null,
                    clock.instant()))
        .toList();
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  public WebhookView require(String id) {
    return view(access.require(id), null);
  }

  /**
   * Changes what the request names. Disabling a webhook gives up what waits for it.
   *
   * @throws ProblemException {@code not-found}; {@code invalid-request}
   */
  public WebhookView change(String id, WebhookRequest request) {
    requireAbsent(request.allOwners(), "'allOwners' can't be changed. Create another webhook.");
    var webhook = access.requireLocked(id);
    var url = request.url() == null ? webhook.url() : rules.parseUrl(request.url());
    var types = request.events() == null ? webhook.events() : request.events();
    var description =
        request.description() == null
            ? webhook.description()
            : rules.parseDescription(request.description());
    var status = request.status() == null ? webhook.status() : rules.parseStatus(request.status());
    webhook.describe(url, description, rules.parseEvents(types));
    record("webhook.changed", webhook, describe(webhook));
    if (status != webhook.status()) {
      changeStatus(webhook, status);
    }
    return view(webhook, null);
  }

  /**
   * Deletes a webhook: no further request is sent to it.
   *
   * @throws ProblemException {@code not-found}
   */
  public void delete(String id) {
    var webhook = access.requireLocked(id);
    markDeleted(webhook);
    record("webhook.deleted", webhook, originOf(webhook));
  }

  /**
   * Replaces the secret; for a day, requests are signed with the previous one too.
   *
   * @return with the new secret
   * @throws ProblemException {@code not-found}
   */
  public WebhookView rotateSecret(String id) {
    var webhook = access.requireLocked(id);
    var secret = secrets.rotate(webhook);
    record("webhook.rotated", webhook, originOf(webhook));
    return view(webhook, secret);
  }

  /** Deletes the webhooks of an account whose rights were revoked. */
  @Transactional(Transactional.TxType.MANDATORY)
  void deleteOfRevokedAccount(@Observes AccountEvent event) {
    if (!event.revokesAll()) {
      return;
    }
    for (var webhook : Webhook.listAndLock(event.name())) {
      markDeleted(webhook);
      audit.record(AuditLog.SYSTEM, "webhook.deleted", webhook.id(), originOf(webhook));
    }
  }

  private void markDeleted(Webhook webhook) {
    webhook.markDeleted();
    deliveries.giveUpPending(webhook.id(), "The webhook was deleted.");
  }

  private void changeStatus(Webhook webhook, WebhookStatus status) {
    if (status == WebhookStatus.ACTIVE) {
      webhook.enable();
      record("webhook.enabled", webhook, null);
      return;
    }
    webhook.disable("Disabled by %s.".formatted(caller.getName()));
    deliveries.giveUpPending(webhook.id(), "The webhook was disabled.");
    record("webhook.disabled", webhook, null);
  }

  private void requireBelowMaximum() {
    Account.lockActive(caller.getName());
    if (Webhook.countExisting(caller.getName()) >= config.maxPerAccount()) {
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          "You have %d webhooks, the maximum. Delete one first.".formatted(config.maxPerAccount()));
    }
  }

  private static void requireAbsent(Object field, String message) {
    if (field != null) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, message);
    }
  }

  private void record(String action, Webhook webhook, String detail) {
    audit.record(caller.getName(), action, webhook.id(), detail, caller.address());
  }

  private String describe(Webhook webhook) {
    return "%s, %s%s"
        .formatted(
            originOf(webhook),
            String.join(", ", webhook.events()),
            webhook.allOwners() ? ", of all owners" : "");
  }

  /** Path and query of a URL can contain secrets. */
  private String originOf(Webhook webhook) {
    try {
      return TargetUrl.parse(webhook.url(), addresses).origin();
    } catch (IllegalArgumentException noLongerAllowed) {
      return "an address that is no longer allowed";
    }
  }

  private WebhookView view(Webhook webhook, String secret) {
    webhook.flush();
    var backlog =
        deliveries.count(List.of(webhook.id())).getOrDefault(webhook.id(), Deliveries.Backlog.NONE);
    return WebhookView.of(webhook, backlog, secret, clock.instant());
  }
}
