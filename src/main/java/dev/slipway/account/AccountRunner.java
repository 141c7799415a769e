package dev.slipway.account;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.util.concurrent.Callable;

/** Runs code on behalf of an account outside HTTP requests: there it is the current account. */
@ApplicationScoped
public class AccountRunner {
  private final CurrentIdentityAssociation association;

  AccountRunner(CurrentIdentityAssociation association) {
    this.association = association;
  }

  /**
   * Runs the code in a request context of its own, so every call sees the database's newest data.
   */
  @ActivateRequestContext
  public <T> T call(SecurityIdentity identity, Callable<T> code) throws Exception {
    association.setIdentity(identity);
    return code.call();
  }
}
