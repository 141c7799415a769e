package dev.slipway.account;

import dev.slipway.web.Visitor;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.List;

/** Who makes this request. */
@Named("visitor")
@RequestScoped
public class CurrentAccount implements Visitor {
  private final SecurityIdentity identity;

  CurrentAccount(SecurityIdentity identity) {
    this.identity = identity;
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

  /** Whether something of this owner is theirs to manage. */
  public boolean mayManage(String owner) {
    return isAdmin() || isLoggedIn() && getName().equals(owner);
  }

  /** Whether a token speaks for them, rather than a login. */
  public boolean isAuthenticatedByToken() {
    return identity.getAttribute(SecurityIdentities.TOKEN_ATTRIBUTE) != null;
  }

  public List<String> roles() {
    return identity.getRoles().stream().sorted().toList();
  }
}
