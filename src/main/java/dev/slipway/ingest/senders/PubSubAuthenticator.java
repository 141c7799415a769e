package dev.slipway.ingest.senders;

import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Authenticates push requests of Google Pub/Sub by their token, which Google signs for the service
 * account and the audience of the push subscription. Without configured accounts nothing is
 * fetched.
 *
 * @see <a href="https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions">
 *     Authentication for push subscriptions</a>
 */
@ApplicationScoped
public class PubSubAuthenticator {
  private static final Pattern BEARER =
      Pattern.compile("(?i:bearer) +([\\w-]+\\.[\\w-]+\\.[\\w-]*)");
  private static final String[] ISSUERS = {"https://accounts.google.com", "accounts.google.com"};

  /**
   * How far Google's clock and ours may differ. Small compared with a token's lifetime of an hour.
   */
  private static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(30);

  private final PubSubAccounts accounts;
  private final GooglePublicKeys keys;
  private final Clock clock;
  private final VerificationOutages outages;

  PubSubAuthenticator(PubSubAccounts accounts, GooglePublicKeys keys, Clock clock) {
    this.accounts = accounts;
    this.keys = keys;
    this.clock = clock;
    this.outages = new VerificationOutages(clock);
  }

  /**
   * Whether the header has a token that Google signed for a configured account and audience.
   *
   * @param authorization the header's value, or null
   * @throws ProblemException if it can't be verified now; Pub/Sub retries
   */
  public boolean hasAuthenticToken(String authorization) {
    if (!accounts.areConfigured() || authorization == null) {
      return false;
    }
    var token = BEARER.matcher(authorization.strip());
    return token.matches() && isAuthentic(token.group(1));
  }

  private boolean isAuthentic(String token) {
    try {
      return isForConfiguredAccount(consumer().processToClaims(token));
    } catch (InvalidJwtException | MalformedClaimException e) {
      if (e.getCause() instanceof UnresolvableKeyException unresolvable
          && unresolvable.getCause() instanceof IOException unavailable) {
        throw outages.report("Google's keys can't be fetched", unavailable);
      }
      return false;
    }
  }

  private boolean isForConfiguredAccount(JwtClaims claims) throws MalformedClaimException {
    return Boolean.TRUE.equals(claims.getClaimValue("email_verified", Boolean.class))
        && accounts.contains(claims.getStringClaimValue("email"));
  }

  private JwtConsumer consumer() {
    return new JwtConsumerBuilder()
        // Only this algorithm: "none" has no signature, and with HS256 the public key would be used
        // as a secret.
        .setJwsAlgorithmConstraints(
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256))
        .setVerificationKeyResolver(this::findKey)
        .setExpectedIssuers(true, ISSUERS)
        .setExpectedAudience(accounts.audience())
        .setRequireExpirationTime()
        .setRequireIssuedAt()
        .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
        .setAllowedClockSkewInSeconds((int) MAX_CLOCK_SKEW.toSeconds())
        // A token from the future is rejected; the clock skew is added to this limit.
        .setIssuedAtRestrictions(0, Integer.MAX_VALUE)
        .build();
  }

  private Key findKey(JsonWebSignature signature, List<JsonWebStructure> nesting)
      throws UnresolvableKeyException {
    var id = signature.getKeyIdHeaderValue();
    if (id == null) {
      throw new UnresolvableKeyException("The token has no key id");
    }
    try {
      return keys.find(id)
          .orElseThrow(() -> new UnresolvableKeyException("Google has no such key"));
    } catch (IOException e) {
      throw new UnresolvableKeyException("Google's keys can't be fetched", e);
    }
  }
}
