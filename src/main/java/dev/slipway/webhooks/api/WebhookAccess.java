package dev.slipway.webhooks.api;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.webhooks.Webhook;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Who may see and change a webhook: its owner and administrators. For others it doesn't exist. One
 * with the events of everybody's videos is for administrators only, also if its owner was one.
 */
@ApplicationScoped
class WebhookAccess {
  private final CurrentAccount caller;

  WebhookAccess(CurrentAccount caller) {
    this.caller = caller;
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  Webhook require(String id) {
    return require(Webhook.findExisting(id));
  }

  /**
   * The same, with its row locked until the transaction ends.
   *
   * @throws ProblemException {@code not-found}
   */
  Webhook requireLocked(String id) {
    return require(Webhook.findAndLock(id));
  }

  /**
   * @throws ProblemException {@code webhook-disabled}
   */
  Webhook requireActive(String id) {
    var webhook = requireLocked(id);
    if (!webhook.isActive()) {
      throw new ProblemException(
          ErrorCode.WEBHOOK_DISABLED, "Set its status to ACTIVE first, then try again.");
    }
    return webhook;
  }

  boolean allows(Webhook webhook) {
    // What everybody's videos do is nobody's own.
    return AccessPolicy.isManager(caller.toCaller(), webhook.allOwners() ? null : webhook.owner());
  }

  private Webhook require(Optional<Webhook> found) {
    return found
        .filter(this::allows)
        .orElseThrow(
            () -> new ProblemException(ErrorCode.NOT_FOUND, "You have no webhook with this id."));
  }
}
