package dev.slipway.account.login;

import dev.slipway.account.SecurityIdentities;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;

/** Finds the account of a session. An expired session leaves the visitor anonymous. */
@ApplicationScoped
class SessionIdentityProvider implements IdentityProvider<TokenAuthenticationRequest> {
  private final LoginSessions sessions;

  SessionIdentityProvider(LoginSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    return context.runBlocking(() -> identityOf(request.getToken().getToken()));
  }

  @ActivateRequestContext
  SecurityIdentity identityOf(String token) {
    return sessions.findAccount(token).map(SecurityIdentities::ofLogin).orElseGet(this::anonymous);
  }

  private SecurityIdentity anonymous() {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(""))
        .setAnonymous(true)
        .build();
  }
}
