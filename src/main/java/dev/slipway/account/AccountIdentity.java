package dev.slipway.account;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Set;

/** An account as Quarkus knows who makes a request: with the role that it has now. */
final class AccountIdentity {
  /** The attribute that tells a program with a token from a person with a login. */
  static final String BY_TOKEN = "slipway.by-token";

  private AccountIdentity() {}

  static SecurityIdentity loggedIn(Account account) {
    return of(account).build();
  }

  static SecurityIdentity byToken(Account account) {
    return of(account).addAttribute(BY_TOKEN, true).build();
  }

  private static QuarkusSecurityIdentity.Builder of(Account account) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(account.name))
        .addRoles(Set.copyOf(account.role.names()));
  }
}
