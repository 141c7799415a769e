package dev.slipway.account.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingLoginTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final PendingLogin login = PendingLogin.begin(new SecureRandom(), NOW, "/videos?q=ü.x");

  @Test
  void isReadFromItsCookie() {
    assertThat(login.cookie()).matches("[\\w-]+\\.[0-9]+\\.[\\w-]+");
    assertThat(PendingLogin.read(login.cookie(), NOW)).contains(login);
  }

  /** The example of RFC 7636, appendix B, has the same relation. */
  @Test
  void derivesDifferentValuesFromTheSecret() {
    var values =
        List.of(login.state(), login.nonce(), login.verifier(), login.challenge(), login.secret());
    assertThat(values).doesNotHaveDuplicates().allMatch(value -> value.matches("[\\w-]{43}"));
    assertThat(login.cookie()).doesNotContain(login.state(), login.nonce(), login.verifier());
  }

  @Test
  void expires() {
    var end = NOW.plus(PendingLogin.LIFETIME);
    assertThat(PendingLogin.read(login.cookie(), end)).isPresent();
    assertThat(PendingLogin.read(login.cookie(), end.plusSeconds(1))).isEmpty();
  }

  @Test
  void mayHaveBegunAtAReplicaWhoseClockIsAhead() {
    assertThat(PendingLogin.read(login.cookie(), NOW.minusSeconds(30))).contains(login);
    assertThat(PendingLogin.read(login.cookie(), NOW.minusSeconds(31))).isEmpty();
  }

  /** A longer lifetime or another page needs another state. */
  @Test
  void aChangedCookieDoesNotFitTheState() {
    assertThat(login.hasState(login.state())).isTrue();
    var later = new PendingLogin(login.secret(), NOW.plusSeconds(1), login.returnTo());
    assertThat(later.hasState(login.state())).isFalse();
    var elsewhere = new PendingLogin(login.secret(), NOW, "/");
    assertThat(elsewhere.hasState(login.state())).isFalse();
    assertThat(login.hasState(null)).isFalse();
    assertThat(login.hasState("")).isFalse();
  }

  @Test
  void ignoresMalformedCookies() {
    var number = "99999999999999999999";
    for (var cookie :
        List.of(
            "",
            "..",
            "a.b.c",
            "a.1",
            "a." + number + ".",
            "a.1.*",
            "a.-1.",
            "." + NOW.getEpochSecond() + ".Lw")) {
      assertThat(PendingLogin.read(cookie, NOW)).as(cookie).isEmpty();
    }
    assertThat(PendingLogin.read(null, NOW)).isEmpty();
    var largest = "a." + Long.MAX_VALUE + ".";
    assertThat(PendingLogin.read(largest, NOW)).isEmpty();
  }

  @Test
  void forgetsThePageIfItsAddressIsTooLongForACookie() {
    var longest = "/" + "x".repeat(1_499);
    assertThat(PendingLogin.begin(new SecureRandom(), NOW, longest).returnTo()).isEqualTo(longest);
    var tooLong = PendingLogin.begin(new SecureRandom(), NOW, longest + "x");
    assertThat(tooLong.returnTo()).isEqualTo("/");
    assertThat(PendingLogin.LIFETIME).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void hidesItsSecretInLogs() {
    assertThat(login.toString()).doesNotContain(login.secret());
  }
}
