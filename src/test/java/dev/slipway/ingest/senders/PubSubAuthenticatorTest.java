package dev.slipway.ingest.senders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PubSubAuthenticatorTest {
  private final SettableClock clock = new SettableClock();
  private final FakeGoogle google = new FakeGoogle();
  private final PubSubAuthenticator sender = sender(Set.of(FakeGoogle.ACCOUNT));

  @Test
  void acceptsSignedToken() {
    assertThat(sender.hasAuthenticToken(google.authorization(claims()))).isTrue();
    assertThat(sender.hasAuthenticToken("bearer  " + google.token(google.header(), claims())))
        .isTrue();
    assertThat(
            sender.hasAuthenticToken(
                google.authorization(claims().put("iss", "accounts.google.com"))))
        .isTrue();

    assertThat(google.requestedUrls()).containsExactly(GooglePublicKeys.JWKS_URI);
    assertThat(GooglePublicKeys.JWKS_URI).hasToString("https://www.googleapis.com/oauth2/v3/certs");
  }

  @Test
  void rejectsOtherAudienceAccountAndIssuer() {
    assertRefused(claims -> claims.put("aud", "https://elsewhere.example/notifications/s3"));
    assertRefused(claims -> claims.remove("aud"));
    assertRefused(claims -> claims.put("email", "other@my-project.iam.gserviceaccount.com"));
    assertRefused(claims -> claims.remove("email"));
    assertRefused(claims -> claims.put("email", 1));
    assertRefused(claims -> claims.put("email_verified", false));
    assertRefused(claims -> claims.put("email_verified", "true"));
    assertRefused(claims -> claims.remove("email_verified"));
    assertRefused(claims -> claims.put("iss", "https://accounts.google.com.evil.example"));
    assertRefused(claims -> claims.remove("iss"));
  }

  @Test
  void rejectsForgedToken() {
    var valid = google.token(google.header(), claims());
    var parts = valid.split("\\.");

    assertForged(parts[0] + "." + parts[1] + ".");
    assertForged(parts[0] + "." + parts[1]);
    assertForged(parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()));
    var changed = FakeGoogle.signingInput(google.header(), claims().put("sub", "1"));
    assertForged(changed + "." + parts[2]);
    assertForged(new FakeGoogle().token(google.header(), claims()));
    assertForged("a.b.c");
    assertForged("");
    assertThat(sender.hasAuthenticToken("Basic " + valid)).isFalse();
    assertThat(sender.hasAuthenticToken(null)).isFalse();
  }

  @Test
  void rejectsOtherAlgorithms() {
    var none = FakeGoogle.signingInput(google.header().put("alg", "none"), claims());
    assertForged(none + ".");
    assertForged(google.token(google.header().put("alg", "none"), claims()));
    assertForged(google.tokenByPublicKey(claims()));
    assertForged(google.token(google.header().put("alg", "HS256"), claims()));
    assertForged(google.token(google.header().put("alg", "RS512"), claims()));
  }

  @Test
  void validatesTimestamps() {
    assertRefused(claims -> claims.remove("exp"));
    assertRefused(claims -> claims.remove("iat"));
    assertRefused(claims -> claims.put("iat", now() + 31));
    var token = google.authorization(claims());

    clock.advance(Duration.ofHours(1).plusSeconds(29));
    assertThat(sender.hasAuthenticToken(token)).isTrue();
    clock.advance(Duration.ofSeconds(2));
    assertThat(sender.hasAuthenticToken(token)).isFalse();
  }

  @Test
  void fetchesKeysAgainForUnknownKeyId() {
    assertThat(sender.hasAuthenticToken(google.authorization(claims()))).isTrue();
    google.rotateKeys();

    assertThat(sender.hasAuthenticToken(google.authorization(claims()))).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(sender.hasAuthenticToken(google.authorization(claims()))).isTrue();
    assertThat(google.requestedUrls()).hasSize(2);
  }

  @Test
  void removesRetiredKeys() {
    var token = google.token(google.header(), claims());
    assertThat(sender.hasAuthenticToken("Bearer " + token)).isTrue();
    google.rotateKeys();
    clock.advance(Duration.ofMinutes(59));
    assertThat(sender.hasAuthenticToken("Bearer " + token)).isTrue();

    clock.advance(Duration.ofMinutes(1));
    assertThat(sender.hasAuthenticToken("Bearer " + token)).isFalse();
  }

  @Test
  void usesCachedKeysForADayWhenGoogleIsUnavailable() {
    assertThat(sender.hasAuthenticToken(google.authorization(claims()))).isTrue();
    google.setUnavailable(true);

    clock.advance(Duration.ofHours(23));
    assertThat(sender.hasAuthenticToken(google.authorization(claims()))).isTrue();
    clock.advance(Duration.ofHours(1));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> sender.hasAuthenticToken(google.authorization(claims())));
  }

  @Test
  void limitsFetchesForUnknownKeyIds() {
    for (var key : new String[] {"a", "b", "c"}) {
      assertForged(google.token(google.header().put("kid", key), claims()));
    }
    assertThat(google.requestedUrls()).hasSize(1);
    var withoutKeyId = google.header();
    withoutKeyId.remove("kid");
    assertForged(google.token(withoutKeyId, claims()));

    assertThat(sender(Set.of()).hasAuthenticToken(google.authorization(claims()))).isFalse();
    assertThat(google.requestedUrls()).hasSize(1);
  }

  @Test
  void requestsRetryWhenGoogleIsUnavailable() {
    google.setUnavailable(true);
    for (var time = 0; time < 3; time++) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> sender.hasAuthenticToken(google.authorization(claims())))
          .satisfies(
              e -> {
                assertThat(e.toProblem().status()).isEqualTo(503);
                assertThat(e.toProblem().code()).isEqualTo(ErrorCode.SENDER_UNVERIFIED.code());
              });
    }
    assertThat(google.requestedUrls()).hasSize(1);

    google.setUnavailable(false);
    clock.advance(Duration.ofSeconds(3));
    assertThat(sender.hasAuthenticToken(google.authorization(claims()))).isTrue();
  }

  @Test
  void requestsRetryForInvalidKeySet() {
    for (var answer : new String[] {"", "<html>", "{}", "{\"keys\":[{\"kty\":\"RSA\"}]}"}) {
      var keys = new GooglePublicKeys(address -> answer.getBytes(), clock);
      var other = new PubSubAuthenticator(accounts(Set.of(FakeGoogle.ACCOUNT)), keys, clock);
      assertThatExceptionOfType(ProblemException.class)
          .as(answer)
          .isThrownBy(() -> other.hasAuthenticToken(google.authorization(claims())));
    }
  }

  @Test
  void requiresAudienceAndAccountsTogether() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new PubSubAccounts(Optional.empty(), Set.of(FakeGoogle.ACCOUNT)))
        .withMessageContaining("belong together");
    assertThatIllegalStateException()
        .isThrownBy(() -> new PubSubAccounts(Optional.of(FakeGoogle.AUDIENCE), Set.of()))
        .withMessageContaining("belong together");
    assertThatIllegalStateException()
        .isThrownBy(() -> accounts(Set.of("slipway-push")))
        .withMessageContaining("contains 'slipway-push'");
  }

  private void assertRefused(Consumer<ObjectNode> change) {
    var claims = claims();
    change.accept(claims);
    assertThat(sender.hasAuthenticToken(google.authorization(claims)))
        .as(claims.toString())
        .isFalse();
  }

  private void assertForged(String token) {
    assertThat(sender.hasAuthenticToken("Bearer " + token)).as(token).isFalse();
  }

  private ObjectNode claims() {
    return FakeGoogle.claims(clock.instant());
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private PubSubAuthenticator sender(Set<String> emails) {
    return new PubSubAuthenticator(accounts(emails), new GooglePublicKeys(google, clock), clock);
  }

  private static PubSubAccounts accounts(Set<String> emails) {
    return new PubSubAccounts(
        emails.isEmpty() ? Optional.empty() : Optional.of(FakeGoogle.AUDIENCE), emails);
  }
}
