package dev.slipway.account;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Set;

/** Converts accounts to the identities that Quarkus checks roles against. */
public final class SecurityIdentities {
  /** The scopes of the API token that a request carries rather than a session cookie. */
  private static final String SCOPES_ATTRIBUTE = "slipway.token-scopes";

  /** The id of the API token that a request carries. */
  private static final String TOKEN_ATTRIBUTE = "slipway.token";

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

  public static SecurityIdentity ofToken(Account account, String tokenId, Set<TokenScope> scopes) {
    return limited(account, scopes).addAttribute(TOKEN_ATTRIBUTE, tokenId).build();
  }

  /** The identity of a connection over SFTP that began with a token. */
  public static SecurityIdentity ofSftpToken(Account account) {
    return limited(account, Set.of(TokenScope.SFTP)).build();
  }

  /** The id of the token; null for an identity of another kind. */
  static String tokenOf(SecurityIdentity identity) {
    return identity.getAttribute(TOKEN_ATTRIBUTE);
  }

  /** Whether an identity is that of a request with an API token. */
  public static boolean isOfToken(SecurityIdentity identity) {
    return identity.getAttribute(SCOPES_ATTRIBUTE) != null;
  }

  /** What a request may do besides the account's role: everything, unless its token is limited. */
  static Set<TokenScope> scopesOf(SecurityIdentity identity) {
    return isOfToken(identity) ? identity.getAttribute(SCOPES_ATTRIBUTE) : TokenScope.all();
  }

  private static QuarkusSecurityIdentity.Builder limited(Account account, Set<TokenScope> scopes) {
    return of(account).addAttribute(SCOPES_ATTRIBUTE, scopes);
  }

  private static QuarkusSecurityIdentity.Builder of(Account account) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(account.name))
        .addRoles(Set.copyOf(account.role.names()));
  }
}
