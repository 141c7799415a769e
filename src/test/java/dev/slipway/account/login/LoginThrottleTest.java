package dev.slipway.account.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.SettableClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LoginThrottleTest {
  private static final int FAILURES = 3;
  private static final int ADDRESS_FAILURES = 5;
  private static final int BURST = 3;

  private final SettableClock clock = new SettableClock();
  private final LoginThrottle throttle = new LoginThrottle(new Limits(), clock);

  @BeforeEach
  void forgetFailures() {
    QuarkusTransaction.requiringNew().run(() -> LoginFailure.deleteAll());
  }

  @Test
  @Asvs("6.3.1")
  void limitsTheGuessesForOneAccount() {
    for (var i = 0; i < FAILURES; i++) {
      assertThat(attempt("a", "192.0.2.1")).isEmpty();
    }

    assertThat(attempt("a", "192.0.2.1")).isPresent();
    assertThat(attempt("b", "192.0.2.1")).isEmpty();
    assertThat(attempt("a", "192.0.2.2")).isEmpty();
  }

  /** One password against many accounts. */
  @Test
  @Asvs("2.4.1")
  void limitsTheGuessesForAllAccountsFromOneAddress() {
    for (var i = 0; i < ADDRESS_FAILURES; i++) {
      assertThat(attempt("account" + i, "192.0.2.1")).isEmpty();
    }

    assertThat(attempt("another", "192.0.2.1")).contains(Duration.ofMinutes(1));
    assertThat(attempt("another", "192.0.2.2")).isEmpty();
  }

  @Test
  void allowsAttemptsAgainAfterAMinute() {
    for (var i = 0; i < ADDRESS_FAILURES; i++) {
      attempt("account" + i, "192.0.2.1");
    }
    clock.advance(Duration.ofSeconds(59));
    assertThat(attempt("account0", "192.0.2.1")).isPresent();

    clock.advance(Duration.ofSeconds(1));
    assertThat(attempt("account0", "192.0.2.1")).isEmpty();
  }

  @Test
  void forgetsFailuresOfOneAccountAfterASuccess() {
    for (var i = 0; i < FAILURES; i++) {
      attempt("a", "192.0.2.1");
    }
    QuarkusTransaction.requiringNew().run(() -> throttle.clearFailures("a", "192.0.2.1"));

    assertThat(attempt("a", "192.0.2.1")).isEmpty();
  }

  /** Also successful ones, which are forgotten as failures. */
  @Test
  @Asvs("2.4.1")
  void limitsTheRateOfAttempts() {
    for (var i = 0; i < BURST; i++) {
      assertThat(throttle.limitRate("a", "192.0.2.1")).isEmpty();
    }

    assertThat(throttle.limitRate("a", "192.0.2.1")).contains(Duration.ofSeconds(1));
    assertThat(throttle.limitRate("b", "192.0.2.1")).isEmpty();
    assertThat(throttle.limitRate("a", "192.0.2.2")).isEmpty();

    clock.advance(Duration.ofSeconds(1));
    assertThat(throttle.limitRate("a", "192.0.2.1")).isEmpty();
    assertThat(throttle.limitRate("a", "192.0.2.1")).isPresent();
  }

  private Optional<Duration> attempt(String name, String address) {
    return QuarkusTransaction.requiringNew().call(() -> throttle.recordAttempt(name, address));
  }

  private static final class Limits implements LoginConfig {
    @Override
    public boolean local() {
      return true;
    }

    @Override
    public Duration sessionLifetime() {
      return Duration.ofDays(1);
    }

    @Override
    public Duration idleTimeout() {
      return Duration.ofDays(1);
    }

    @Override
    public int failuresPerMinute() {
      return FAILURES;
    }

    @Override
    public int addressFailuresPerMinute() {
      return ADDRESS_FAILURES;
    }

    @Override
    public int burst() {
      return BURST;
    }

    @Override
    public double perSecond() {
      return 1;
    }
  }
}
