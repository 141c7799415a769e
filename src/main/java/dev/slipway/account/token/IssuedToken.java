package dev.slipway.account.token;

import java.time.Instant;
import java.util.List;

/**
 * A newly created token.
 *
 * @param scopes what the token is limited to; null for everything that its account may do
 * @param token the secret, which is shown only once and not stored
 */
public record IssuedToken(
    String id,
    String name,
    String token,
    List<String> scopes,
    Instant createdAt,
    Instant expiresAt) {}
