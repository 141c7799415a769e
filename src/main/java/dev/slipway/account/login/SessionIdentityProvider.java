package dev.slipway.account.login;

import dev.slipway.account.SecurityIdentities;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;

/** Finds the account of a session. An expired session leaves the visitor anonymous. */
@ApplicationScoped
class SessionIdentityProvider implements IdentityProvider<SessionAuthenticationRequest> {
  private final LoginSessions sessions;

  SessionIdentityProvider(LoginSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Class<SessionAuthenticationRequest> getRequestType() {
    return SessionAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      SessionAuthenticationRequest request, AuthenticationRequestContext context) {
    return context.runBlocking(() -> identityOf(request));
  }

  @ActivateRequestContext
  SecurityIdentity identityOf(SessionAuthenticationRequest request) {
    return sessions
        .find(request.token(), request.isUse())
        .map(session -> SecurityIdentities.ofSession(session.account, session.id))
        .orElseGet(this::anonymous);
  }

  private SecurityIdentity anonymous() {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(""))
        .setAnonymous(true)
        .build();
  }
}
