package dev.slipway.account;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;

/** Looks a token up. One that is over is an error, so that its program learns of it. */
@ApplicationScoped
class TokenIdentities implements IdentityProvider<ApiTokenRequest> {
  private final ApiTokens tokens;

  TokenIdentities(ApiTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Class<ApiTokenRequest> getRequestType() {
    return ApiTokenRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      ApiTokenRequest request, AuthenticationRequestContext context) {
    return context.runBlocking(() -> identityOf(request.token()));
  }

  @ActivateRequestContext
  SecurityIdentity identityOf(SecretToken token) {
    return tokens
        .accountOf(token)
        .map(AccountIdentity::byToken)
        .orElseThrow(AuthenticationFailedException::new);
  }
}
