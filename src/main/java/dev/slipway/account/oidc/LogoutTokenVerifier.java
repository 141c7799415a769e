package dev.slipway.account.oidc;

import dev.slipway.account.oidc.OidcRefusal.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.jose4j.jwt.MalformedClaimException;

/**
 * Verifies the tokens with which the provider ends sessions.
 *
 * @see <a href="https://openid.net/specs/openid-connect-backchannel-1_0.html#Validation">OpenID
 *     Connect Back-Channel Logout 1.0, section 2.6</a>
 */
@ApplicationScoped
class LogoutTokenVerifier {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  private final ProviderTokenVerifier tokens;

  LogoutTokenVerifier(ProviderTokenVerifier tokens) {
    this.tokens = tokens;
  }

  /**
   * @param subject whose sessions end; null if only the session id is known
   * @param sessionId at the provider; null for all sessions of the subject
   * @param issuedAt sessions that began later don't end, so a token that is sent again is harmless
   */
  record LogoutToken(String subject, String sessionId, Instant issuedAt) {}

  /**
   * @throws OidcRefusal if it is not a valid logout token
   */
  LogoutToken verify(String text) throws OidcRefusal {
    var claims = tokens.verify(text);
    try {
      // An ID token is signed by the same key for the same client, but has a nonce and no event.
      var events = claims.getClaimValue("events", Map.class);
      var isLogout = events != null && events.get(EVENT) instanceof Map;
      if (!isLogout || claims.hasClaim("nonce") || claims.getJwtId() == null) {
        throw new OidcRefusal(Reason.PROVIDER_FAULTY, "it is not a logout token");
      }
      var sessionId = claims.getStringClaimValue("sid");
      if (claims.getSubject() == null && sessionId == null) {
        throw new OidcRefusal(Reason.PROVIDER_FAULTY, "it names neither a person nor a session");
      }
      return new LogoutToken(
          claims.getSubject(), sessionId, Instant.ofEpochSecond(claims.getIssuedAt().getValue()));
    } catch (MalformedClaimException e) {
      throw new OidcRefusal(Reason.PROVIDER_FAULTY, "a claim has the wrong type", e);
    }
  }
}
