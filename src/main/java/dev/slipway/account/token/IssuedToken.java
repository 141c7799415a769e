package dev.slipway.account.token;

import java.time.Instant;

/**
 * A newly created token.
 *
 * @param token the secret, which is shown only once and not stored
 */
public record IssuedToken(
    String id, String name, String token, Instant createdAt, Instant expiresAt) {}
