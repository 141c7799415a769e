package dev.slipway.account;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.Visitor;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.InsufficientScopeException;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.List;

/** The account that makes the current request. Templates know it as {@code visitor}. */
@Named("visitor")
@RequestScoped
public class CurrentAccount implements Visitor {
  private final SecurityIdentity identity;
  private final CurrentVertxRequest request;

  CurrentAccount(SecurityIdentity identity, CurrentVertxRequest request) {
    this.identity = identity;
    this.request = request;
  }

  @Override
  public boolean isLoggedIn() {
    return !identity.isAnonymous();
  }

  @Override
  public String getName() {
    return isLoggedIn() ? identity.getPrincipal().getName() : "";
  }

  @Override
  public boolean isCreator() {
    return identity.hasRole(Role.CREATOR_NAME);
  }

  @Override
  public boolean isAdmin() {
    return identity.hasRole(Role.ADMIN_NAME);
  }

  /** The account as the rules about access know it. */
  public Caller toCaller() {
    return isLoggedIn() ? new Caller(getName(), role()) : Caller.ANONYMOUS;
  }

  /** Whether the request carries an API token rather than a session cookie. */
  public boolean isAuthenticatedByToken() {
    return SecurityIdentities.isOfToken(identity);
  }

  /**
   * Refuses a request with an API token.
   *
   * @param what the caller wants to do, such as "manage sessions"
   * @throws ProblemException {@code forbidden}
   */
  public void requireLogin(String what) {
    if (isAuthenticatedByToken()) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN, "A token can't %s. Log in instead.".formatted(what));
    }
  }

  /** Whether the request carries a token that may do less than its account. */
  public boolean isTokenLimited() {
    return !SecurityIdentities.scopesOf(identity).equals(TokenScope.all());
  }

  /**
   * Refuses a request with a token that is limited to other scopes.
   *
   * @throws InsufficientScopeException if the scope is missing
   */
  public void requireScope(TokenScope scope) {
    if (!SecurityIdentities.scopesOf(identity).contains(scope)) {
      throw new InsufficientScopeException(scope.text());
    }
  }

  /** The id of the session that the request belongs to; null if it has a token. */
  public String sessionId() {
    return SecurityIdentities.sessionOf(identity);
  }

  /** The id of the API token that the request carries; null if it has a session. */
  public String tokenId() {
    return SecurityIdentities.tokenOf(identity);
  }

  public List<String> roles() {
    return identity.getRoles().stream().sorted().toList();
  }

  private Role role() {
    if (isAdmin()) {
      return Role.ADMIN;
    }
    return isCreator() ? Role.CREATOR : Role.VIEWER;
  }

  /** What limits count by: the account, or without a login the network of the client. */
  public String limitKey() {
    return isLoggedIn() ? "account " + getName() : "network " + address().network();
  }

  /** Where the request comes from. */
  public ClientAddress address() {
    return ClientAddress.of(request.getCurrent().request());
  }
}
