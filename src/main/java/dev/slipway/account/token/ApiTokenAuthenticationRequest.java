package dev.slipway.account.token;

import dev.slipway.account.SecretToken;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks whose token this is. */
final class ApiTokenAuthenticationRequest extends BaseAuthenticationRequest {
  private final SecretToken token;

  ApiTokenAuthenticationRequest(SecretToken token) {
    this.token = token;
  }

  SecretToken token() {
    return token;
  }
}
