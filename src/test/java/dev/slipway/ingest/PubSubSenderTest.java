package dev.slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.ErrorCode;
import dev.slipway.web.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PubSubSenderTest {
  private final SettableClock clock = new SettableClock();
  private final SigningGoogle google = new SigningGoogle();
  private final PubSubSender sender = sender(Set.of(SigningGoogle.ACCOUNT));

  @Test
  void knowsAPushByItsToken() {
    assertThat(sender.isIn(google.authorization(claims()))).isTrue();
    assertThat(sender.isIn("bearer  " + google.token(google.header(), claims()))).isTrue();
    assertThat(sender.isIn(google.authorization(claims().put("iss", "accounts.google.com"))))
        .isTrue();

    assertThat(google.asked()).containsExactly(GoogleKeys.ADDRESS);
    assertThat(GoogleKeys.ADDRESS).hasToString("https://www.googleapis.com/oauth2/v3/certs");
  }

  @Test
  void refusesWhatIsForOthersOrFromOthers() {
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
  void refusesWhatIsForged() {
    var right = google.token(google.header(), claims());
    var parts = right.split("\\.");

    assertForged(parts[0] + "." + parts[1] + ".");
    assertForged(parts[0] + "." + parts[1]);
    assertForged(parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()));
    var others = SigningGoogle.signed(google.header(), claims().put("sub", "1"));
    assertForged(others + "." + parts[2]);
    assertForged(new SigningGoogle().token(google.header(), claims()));
    assertForged("a.b.c");
    assertForged("");
    assertThat(sender.isIn("Basic " + right)).isFalse();
    assertThat(sender.isIn(null)).isFalse();
  }

  @Test
  void takesNoOtherAlgorithm() {
    var none = SigningGoogle.signed(google.header().put("alg", "none"), claims());
    assertForged(none + ".");
    assertForged(google.token(google.header().put("alg", "none"), claims()));
    assertForged(google.tokenByPublicKey(claims()));
    assertForged(google.token(google.header().put("alg", "HS256"), claims()));
    assertForged(google.token(google.header().put("alg", "RS512"), claims()));
  }

  @Test
  void holdsTimesAgainstTheClock() {
    assertRefused(claims -> claims.remove("exp"));
    assertRefused(claims -> claims.remove("iat"));
    assertRefused(claims -> claims.put("iat", now() + 31));
    var token = google.authorization(claims());

    clock.advance(Duration.ofHours(1).plusSeconds(29));
    assertThat(sender.isIn(token)).isTrue();
    clock.advance(Duration.ofSeconds(2));
    assertThat(sender.isIn(token)).isFalse();
  }

  @Test
  void takesNewKeysWhenGoogleHasThem() {
    assertThat(sender.isIn(google.authorization(claims()))).isTrue();
    google.changeKeys();

    assertThat(sender.isIn(google.authorization(claims()))).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(sender.isIn(google.authorization(claims()))).isTrue();
    assertThat(google.asked()).hasSize(2);
  }

  @Test
  void forgetsKeysThatGoogleHasNoMore() {
    var old = google.token(google.header(), claims());
    assertThat(sender.isIn("Bearer " + old)).isTrue();
    google.changeKeys();
    clock.advance(Duration.ofMinutes(59));
    assertThat(sender.isIn("Bearer " + old)).isTrue();

    clock.advance(Duration.ofMinutes(1));
    assertThat(sender.isIn("Bearer " + old)).isFalse();
  }

  @Test
  void goesOnWithKeysOfTodayWhileGoogleIsAway() {
    assertThat(sender.isIn(google.authorization(claims()))).isTrue();
    google.goAway(true);

    clock.advance(Duration.ofHours(23));
    assertThat(sender.isIn(google.authorization(claims()))).isTrue();
    clock.advance(Duration.ofHours(1));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> sender.isIn(google.authorization(claims())));
  }

  @Test
  void isNotMadeToFetchByStrangers() {
    for (var key : new String[] {"a", "b", "c"}) {
      assertForged(google.token(google.header().put("kid", key), claims()));
    }
    assertThat(google.asked()).hasSize(1);
    var unnamed = google.header();
    unnamed.remove("kid");
    assertForged(google.token(unnamed, claims()));

    assertThat(sender(Set.of()).isIn(google.authorization(claims()))).isFalse();
    assertThat(google.asked()).hasSize(1);
  }

  @Test
  void asksToSendAgainWhenGoogleIsAway() {
    google.goAway(true);
    for (var time = 0; time < 3; time++) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> sender.isIn(google.authorization(claims())))
          .satisfies(
              e -> {
                assertThat(e.problem().status()).isEqualTo(503);
                assertThat(e.problem().code()).isEqualTo(ErrorCode.SENDER_UNVERIFIED.code());
              });
    }
    assertThat(google.asked()).hasSize(1);

    google.goAway(false);
    clock.advance(Duration.ofSeconds(3));
    assertThat(sender.isIn(google.authorization(claims()))).isTrue();
  }

  @Test
  void takesNothingElseForKeys() {
    for (var answer : new String[] {"", "<html>", "{}", "{\"keys\":[{\"kty\":\"RSA\"}]}"}) {
      var keys = new GoogleKeys(address -> answer.getBytes(), clock);
      var other = new PubSubSender(accounts(Set.of(SigningGoogle.ACCOUNT)), keys, clock);
      assertThatExceptionOfType(ProblemException.class)
          .as(answer)
          .isThrownBy(() -> other.isIn(google.authorization(claims())));
    }
  }

  @Test
  void wantsAudienceAndAccountsTogether() {
    for (var half :
        new PubSubAccountsOf[] {
          () -> new PubSubAccounts(Optional.empty(), Set.of(SigningGoogle.ACCOUNT)),
          () -> new PubSubAccounts(Optional.of(SigningGoogle.AUDIENCE), Set.of())
        }) {
      assertThatIllegalStateException()
          .isThrownBy(half::make)
          .withMessageContaining("belong together");
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> accounts(Set.of("slipway-push")))
        .withMessageContaining("contains 'slipway-push'");
  }

  private void assertRefused(Consumer<ObjectNode> change) {
    var claims = claims();
    change.accept(claims);
    assertThat(sender.isIn(google.authorization(claims))).as(claims.toString()).isFalse();
  }

  private void assertForged(String token) {
    assertThat(sender.isIn("Bearer " + token)).as(token).isFalse();
  }

  private ObjectNode claims() {
    return SigningGoogle.claims(clock.instant());
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private PubSubSender sender(Set<String> emails) {
    return new PubSubSender(accounts(emails), new GoogleKeys(google, clock), clock);
  }

  private static PubSubAccounts accounts(Set<String> emails) {
    return new PubSubAccounts(
        emails.isEmpty() ? Optional.empty() : Optional.of(SigningGoogle.AUDIENCE), emails);
  }

  /** Something that is refused when it is made. */
  private interface PubSubAccountsOf {
    PubSubAccounts make();
  }
}
