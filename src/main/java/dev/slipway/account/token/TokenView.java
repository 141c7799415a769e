package dev.slipway.account.token;

import java.time.Instant;

/**
 * A token as its owner sees it, without the secret.
 *
 * @param lastUsedAt accurate to a minute; null if the token has never been used
 * @param expired whether the token has expired; it stays listed for another 30 days
 */
record TokenView(
    String id,
    String name,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    boolean expired) {

  static TokenView of(ApiToken token, Instant now) {
    return new TokenView(
        token.id,
        token.name,
        token.createdAt,
        token.lastUsedAt,
        token.expiresAt,
        token.isExpired(now));
  }
}
