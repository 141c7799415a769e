package dev.slipway.account;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks whose token this is. */
final class ApiTokenRequest extends BaseAuthenticationRequest {
  private final SecretToken token;

  ApiTokenRequest(SecretToken token) {
    this.token = token;
  }

  SecretToken token() {
    return token;
  }
}
