package dev.slipway.account.token;

import dev.slipway.account.SecretToken;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks Quarkus for the identity that belongs to a token. */
final class ApiTokenAuthenticationRequest extends BaseAuthenticationRequest {
  private final SecretToken token;

  ApiTokenAuthenticationRequest(SecretToken token) {
    this.token = token;
  }

  SecretToken token() {
    return token;
  }
}
