package dev.slipway.account.token;

import dev.slipway.account.SecretToken;
import dev.slipway.account.SecurityIdentities;
import dev.slipway.web.ClientAddress;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;

/**
 * Finds the account of a token. An unknown or expired token is an error, so that its program learns
 * why requests fail.
 */
@ApplicationScoped
class ApiTokenIdentityProvider implements IdentityProvider<ApiTokenAuthenticationRequest> {
  private final ApiTokens tokens;

  ApiTokenIdentityProvider(ApiTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Class<ApiTokenAuthenticationRequest> getRequestType() {
    return ApiTokenAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      ApiTokenAuthenticationRequest request, AuthenticationRequestContext context) {
    return context.runBlocking(() -> identityOf(request.token(), request.address()));
  }

  @ActivateRequestContext
  SecurityIdentity identityOf(SecretToken token, ClientAddress address) {
    return tokens
        .find(token, address)
        .map(found -> SecurityIdentities.ofToken(found.account, found.id, found.scopes()))
        .orElseThrow(AuthenticationFailedException::new);
  }
}
