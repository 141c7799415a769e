package dev.slipway.account.token;

import dev.slipway.audit.HiddenObjects;
import dev.slipway.audit.SubjectType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Tells which API tokens are hidden from an account, for the record of refused access. */
@ApplicationScoped
class HiddenTokens implements HiddenObjects {
  @Override
  public String pathSegment() {
    return "tokens";
  }

  @Override
  public SubjectType type() {
    return SubjectType.TOKEN;
  }

  @Override
  @Transactional
  public boolean hides(String id, String account) {
    return ApiToken.count("id = ?1 and account.name <> ?2", id, account) > 0;
  }
}
