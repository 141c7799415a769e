package dev.slipway.account.oidc;

import dev.slipway.account.SecretToken;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the logout needs to know of a session that began at the provider. Ends with the session. */
@Entity
class OidcSession extends PanacheEntityBase {
  /** Of the session. */
  @Id byte[] tokenHash;

  String issuer;
  String subject;

  /** The provider's id of its own session; null if it tells none. */
  String sid;

  /** The ID token, encrypted by {@link IdTokenSeal}; null if it is too long for an address. */
  byte[] sealedIdToken;

  Instant begunAt;

  protected OidcSession() {}

  /**
   * @param sessionToken of the session that has begun
   */
  OidcSession(String sessionToken, String issuer, IdTokenVerifier.IdToken token, Instant begunAt) {
    this.tokenHash = new SecretToken(sessionToken).hash();
    this.issuer = issuer;
    this.subject = token.subject();
    this.sid = token.sessionId();
    this.sealedIdToken = IdTokenSeal.seal(token.text(), sessionToken).orElse(null);
    this.begunAt = begunAt;
  }

  static Optional<OidcSession> findByToken(String sessionToken) {
    return findByIdOptional((Object) new SecretToken(sessionToken).hash());
  }

  /**
   * Finds the sessions that a logout at the provider ends.
   *
   * @param latest sessions that began later stay
   */
  static List<OidcSession> findOf(
      String issuer, LogoutTokenVerifier.LogoutToken logout, Instant latest) {
    if (logout.sessionId() == null) {
      return list(
          "issuer = ?1 and subject = ?2 and begunAt <= ?3", issuer, logout.subject(), latest);
    }
    return OidcSession.<OidcSession>list(
            "issuer = ?1 and sid = ?2 and begunAt <= ?3", issuer, logout.sessionId(), latest)
        .stream()
        .filter(session -> logout.subject() == null || session.subject.equals(logout.subject()))
        .toList();
  }
}
