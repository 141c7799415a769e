package dev.slipway.account.token;

import dev.slipway.account.SecretToken;
import dev.slipway.web.ClientAddress;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks Quarkus for the identity that belongs to a token. */
final class ApiTokenAuthenticationRequest extends BaseAuthenticationRequest {
  private final SecretToken token;
  private final ClientAddress address;

  ApiTokenAuthenticationRequest(SecretToken token, ClientAddress address) {
    this.token = token;
    this.address = address;
  }

  SecretToken token() {
    return token;
  }

  ClientAddress address() {
    return address;
  }
}
