package dev.slipway.account.settings;

import dev.slipway.account.login.SessionInfo;
import java.time.Instant;

/**
 * A session as its account sees it.
 *
 * @param device browser and system in words, such as "Firefox on Linux"
 * @param userAgent what the browser called itself at the login; null if it is not known
 * @param address where the login came from; null if it is not known
 * @param method how the login was made, in words; null if it is not known
 * @param lastUsedAt up to five minutes earlier than the last request
 * @param expiresAt when the session ends, unless it ends before because it is not used
 * @param current whether the request belongs to this session
 */
record SessionView(
    String id,
    String device,
    String userAgent,
    String address,
    String method,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    boolean current) {

  static SessionView of(SessionInfo session, String currentId) {
    return new SessionView(
        session.id(),
        session.device(),
        session.userAgent(),
        session.address(),
        session.method(),
        session.createdAt(),
        session.lastUsedAt(),
        session.expiresAt(),
        session.id().equals(currentId));
  }
}
