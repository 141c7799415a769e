package dev.slipway.account.oidc;

import dev.slipway.account.oidc.OidcRefusal.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/**
 * Verifies ID tokens.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation">OpenID
 *     Connect Core 1.0, section 3.1.3.7</a>
 */
@ApplicationScoped
class IdTokenVerifier {
  private static final int MAX_SUBJECT_LENGTH = 255;

  private final OidcSettings settings;
  private final ProviderTokenVerifier tokens;
  private final Clock clock;

  IdTokenVerifier(OidcSettings settings, ProviderTokenVerifier tokens, Clock clock) {
    this.settings = settings;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * @param subject identifies the person at the provider, for ever
   * @param sessionId of the session at the provider; null if it tells none
   * @param text the token itself
   */
  record IdToken(String subject, String sessionId, Map<String, Object> claims, String text) {
    /** Null if the token has no such text. */
    String claim(String name) {
      return claims.get(name) instanceof String value ? value : null;
    }

    @Override
    public String toString() {
      return "an ID token";
    }
  }

  /**
   * @param nonce that the authorization request had
   * @throws OidcRefusal if the token is not valid for this login
   */
  IdToken verify(String text, String nonce) throws OidcRefusal {
    var claims = tokens.verify(text);
    try {
      checkNonce(claims.getStringClaimValue("nonce"), nonce);
      checkAuthorizedParty(claims);
      checkContext(claims.getStringClaimValue("acr"));
      checkAge(claims);
      return new IdToken(
          requireSubject(claims.getSubject()),
          claims.getStringClaimValue("sid"),
          claims.getClaimsMap(),
          text);
    } catch (MalformedClaimException e) {
      throw new OidcRefusal(Reason.PROVIDER_FAULTY, "a claim has the wrong type", e);
    }
  }

  private static void checkNonce(String actual, String expected) throws OidcRefusal {
    var isSame =
        actual != null
            && MessageDigest.isEqual(
                actual.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    if (!isSame) {
      throw new OidcRefusal(Reason.PROVIDER_FAULTY, "the token has another nonce");
    }
  }

  private void checkAuthorizedParty(JwtClaims claims) throws OidcRefusal, MalformedClaimException {
    var party = claims.getStringClaimValue("azp");
    var isMissing = party == null && claims.getAudience().size() > 1;
    if (isMissing || party != null && !party.equals(settings.clientId())) {
      throw new OidcRefusal(Reason.PROVIDER_FAULTY, "the token is for another authorized party");
    }
  }

  private void checkContext(String acr) throws OidcRefusal {
    if (!settings.requiredAcr().isEmpty()
        && (acr == null || !settings.requiredAcr().contains(acr))) {
      throw new OidcRefusal(
          Reason.STRONGER_LOGIN_NEEDED, "the token has not one of the required acr");
    }
  }

  private void checkAge(JwtClaims claims) throws OidcRefusal, MalformedClaimException {
    if (settings.maxAge().isEmpty()) {
      return;
    }
    var at = claims.getNumericDateClaimValue("auth_time");
    var limit = settings.maxAge().get().plus(ProviderTokenVerifier.MAX_CLOCK_SKEW);
    if (at == null
        || Duration.between(Instant.ofEpochSecond(at.getValue()), clock.instant()).compareTo(limit)
            > 0) {
      throw new OidcRefusal(
          Reason.STRONGER_LOGIN_NEEDED, "the login at the provider is too long ago");
    }
  }

  private static String requireSubject(String subject) throws OidcRefusal {
    if (subject == null || subject.isBlank() || subject.length() > MAX_SUBJECT_LENGTH) {
      throw new OidcRefusal(Reason.PROVIDER_FAULTY, "the token has no valid subject");
    }
    return subject;
  }
}
