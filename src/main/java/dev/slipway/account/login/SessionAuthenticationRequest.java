package dev.slipway.account.login;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks Quarkus for the identity that belongs to a session. */
final class SessionAuthenticationRequest extends BaseAuthenticationRequest {
  private final String token;
  private final boolean use;

  /**
   * @param use whether the request keeps the session from ending as idle
   */
  SessionAuthenticationRequest(String token, boolean use) {
    this.token = token;
    this.use = use;
  }

  String token() {
    return token;
  }

  boolean isUse() {
    return use;
  }
}
