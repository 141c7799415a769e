package dev.slipway.account.token;

import java.time.Instant;

/**
 * A token that has just been made.
 *
 * @param token the secret, shown this once and kept nowhere
 */
record IssuedToken(String id, String name, String token, Instant createdAt, Instant expiresAt) {}
