package dev.slipway.webhooks;

import dev.slipway.account.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whether the owner of a webhook may still get what it was created for. */
@ApplicationScoped
public class WebhookOwners {
  private final Accounts accounts;

  WebhookOwners(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Whether accounts with published passwords can be used. */
  public boolean includeDemoAccounts() {
    return !accounts.demoAccounts().isEmpty();
  }

  /**
   * Why nothing is sent to a webhook: its owner may have been disabled, or have lost the role that
   * creating the webhook requires.
   *
   * @return a sentence for people; empty if the webhook gets its events
   */
  public Optional<String> refusal(Webhook webhook) {
    var owner = accounts.findUsable(webhook.owner());
    if (owner.isEmpty()) {
      return Optional.of("The account of its owner can no longer be used.");
    }
    if (!owner.get().mayUpload()) {
      return Optional.of("Its owner may no longer upload.");
    }
    return webhook.allOwners() && !owner.get().isAdmin()
        ? Optional.of("Its owner is no longer an administrator.")
        : Optional.empty();
  }
}
