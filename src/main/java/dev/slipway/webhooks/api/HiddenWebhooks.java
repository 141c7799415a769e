package dev.slipway.webhooks.api;

import dev.slipway.audit.HiddenObjects;
import dev.slipway.audit.SubjectType;
import dev.slipway.webhooks.Webhook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Tells which webhooks are hidden from an account, for the record of refused access. */
@ApplicationScoped
class HiddenWebhooks implements HiddenObjects {
  @Override
  public String pathSegment() {
    return "webhooks";
  }

  @Override
  public SubjectType type() {
    return SubjectType.WEBHOOK;
  }

  @Override
  @Transactional
  public boolean hides(String id, String account) {
    return Webhook.findExisting(id).filter(found -> !found.owner().equals(account)).isPresent();
  }
}
