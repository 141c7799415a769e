package dev.slipway.account.token;

import java.time.Instant;

/**
 * A token as its owner sees it, without its secret.
 *
 * @param lastUsedAt to the minute; null where it has never been used
 * @param expired whether it is over; it is shown for 30 days more
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
        !token.expiresAt.isAfter(now));
  }
}
