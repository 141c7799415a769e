package dev.slipway.account.oidc;

import dev.slipway.account.oidc.OidcRefusal.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Verifies what all of the provider's tokens have in common: signature, issuer, audience, times.
 */
@ApplicationScoped
class ProviderTokenVerifier {
  /** How far the provider's clock and ours may differ. */
  static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(30);

  /** "none" has no signature, and with HS256 the public key or the client secret could sign. */
  private static final AlgorithmConstraints ALGORITHMS =
      new AlgorithmConstraints(
          ConstraintType.PERMIT,
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.RSA_USING_SHA384,
          AlgorithmIdentifiers.RSA_USING_SHA512,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
          AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512);

  private final OidcSettings settings;
  private final Provider provider;
  private final Clock clock;

  ProviderTokenVerifier(OidcSettings settings, Provider provider, Clock clock) {
    this.settings = settings;
    this.provider = provider;
    this.clock = clock;
  }

  /**
   * @throws OidcRefusal {@code PROVIDER_FAULTY} if the token is not one of the provider's for this
   *     client, {@code PROVIDER_UNREACHABLE} if that can't be found out now
   */
  JwtClaims verify(String token) throws OidcRefusal {
    try {
      return new JwtConsumerBuilder()
          .setJwsAlgorithmConstraints(ALGORITHMS)
          .setVerificationKeyResolver(this::findKey)
          .setExpectedIssuer(true, settings.issuer())
          .setExpectedAudience(true, settings.clientId())
          .setRequireExpirationTime()
          .setRequireIssuedAt()
          .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
          .setAllowedClockSkewInSeconds((int) MAX_CLOCK_SKEW.toSeconds())
          // A token from the future is rejected; the clock skew is added to this limit.
          .setIssuedAtRestrictions(0, Integer.MAX_VALUE)
          .build()
          .processToClaims(token);
    } catch (InvalidJwtException e) {
      throw refusal(e);
    }
  }

  private Key findKey(JsonWebSignature token, List<JsonWebStructure> nesting)
      throws UnresolvableKeyException {
    try {
      var key = provider.findKey(token);
      if (key == null) {
        throw new UnresolvableKeyException("The provider has no key that fits the token");
      }
      return key.getKey();
    } catch (IOException e) {
      throw new UnresolvableKeyException("The provider's keys can't be fetched", e);
    }
  }

  /** The exception's own message contains the token, so only the codes of its errors are kept. */
  private static OidcRefusal refusal(InvalidJwtException e) {
    if (e.getCause() instanceof UnresolvableKeyException unresolvable) {
      return unresolvable.getCause() instanceof IOException unavailable
          ? new OidcRefusal(
              Reason.PROVIDER_UNREACHABLE, "keys: " + unavailable.getMessage(), unavailable)
          : new OidcRefusal(Reason.PROVIDER_FAULTY, "no key fits the token");
    }
    var codes = e.getErrorDetails().stream().map(error -> error.getErrorCode()).toList();
    return new OidcRefusal(
        Reason.PROVIDER_FAULTY, "the token is not valid, jose4j error codes " + codes);
  }
}
