package dev.slipway.account.token;

import java.time.Instant;
import java.util.List;

/**
 * A token as its owner and administrators see it, without the secret.
 *
 * @param scopes what the token is limited to; null for everything that its account may do
 * @param lastUsedAt accurate to a minute; null if the token has never been used
 * @param expired whether the token has expired; it stays listed for another 30 days
 */
public record TokenView(
    String id,
    String name,
    List<String> scopes,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    boolean expired) {

  static TokenView of(ApiToken token, Instant now) {
    return new TokenView(
        token.id,
        token.name,
        ApiTokens.namesOf(token),
        token.createdAt,
        token.lastUsedAt,
        token.expiresAt,
        token.isExpired(now));
  }
}
