package dev.slipway.account;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Set;

/** An account as Quarkus knows who makes a request: with the role that it has now. */
public final class SecurityIdentities {
  /** The attribute that tells a program with a token from a person with a login. */
  static final String TOKEN_ATTRIBUTE = "slipway.by-token";

  private SecurityIdentities() {}

  public static SecurityIdentity ofLogin(Account account) {
    return of(account).build();
  }

  public static SecurityIdentity ofToken(Account account) {
    return of(account).addAttribute(TOKEN_ATTRIBUTE, true).build();
  }

  private static QuarkusSecurityIdentity.Builder of(Account account) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(account.name))
        .addRoles(Set.copyOf(account.role.names()));
  }
}
