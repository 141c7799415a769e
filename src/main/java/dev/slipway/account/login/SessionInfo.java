package dev.slipway.account.login;

import java.time.Instant;

/**
 * A session as its account sees it.
 *
 * @param id names the session, and is no secret
 * @param device browser and system in words, such as "Firefox on Linux"
 * @param userAgent what the browser called itself at the login; null if it is not known
 * @param address where the login came from; null if it is not known
 * @param method how the login was made, in words; null if it is not known
 * @param lastUsedAt up to five minutes earlier than the last request
 * @param expiresAt when the session ends, unless it ends before because it is not used
 */
public record SessionInfo(
    String id,
    String device,
    String userAgent,
    String address,
    String method,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt) {

  static SessionInfo of(LoginSession session) {
    return new SessionInfo(
        session.id,
        DeviceName.of(session.userAgent),
        session.userAgent,
        session.address,
        session.method == null ? null : session.method.text(),
        session.createdAt,
        session.lastUsedAt,
        session.expiresAt);
  }
}
