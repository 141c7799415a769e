package dev.slipway.account;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Set;

/** Converts accounts to the identities that Quarkus checks roles against. */
public final class SecurityIdentities {
  /** Set for a request that carries an API token rather than a session cookie. */
  private static final String TOKEN_ATTRIBUTE = "slipway.by-token";

  /** The id of the session that a request belongs to. */
  private static final String SESSION_ATTRIBUTE = "slipway.session";

  private SecurityIdentities() {}

  public static SecurityIdentity ofLogin(Account account) {
    return of(account).build();
  }

  public static SecurityIdentity ofSession(Account account, String sessionId) {
    return of(account).addAttribute(SESSION_ATTRIBUTE, sessionId).build();
  }

  /** The id of the session; null for an identity of another kind. */
  static String sessionOf(SecurityIdentity identity) {
    return identity.getAttribute(SESSION_ATTRIBUTE);
  }

  public static SecurityIdentity ofToken(Account account) {
    return of(account).addAttribute(TOKEN_ATTRIBUTE, true).build();
  }

  /** Whether an identity is that of a request with an API token. */
  public static boolean isOfToken(SecurityIdentity identity) {
    return identity.getAttribute(TOKEN_ATTRIBUTE) != null;
  }

  private static QuarkusSecurityIdentity.Builder of(Account account) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(account.name))
        .addRoles(Set.copyOf(account.role.names()));
  }
}
