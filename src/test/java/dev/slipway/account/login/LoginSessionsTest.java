package dev.slipway.account.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.ClientAddress;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LoginSessionsTest {
  private static final ClientAddress ADDRESS = ClientAddress.of("192.0.2.1");

  @Inject LoginConfig config;
  @Inject Accounts accounts;
  @Inject AuditLog audit;

  private final SettableClock clock = new SettableClock();
  private LoginSessions sessions;

  @BeforeEach
  void create() {
    sessions = new LoginSessions(config, accounts, audit, new SecureRandom(), clock);
  }

  @Test
  void sessionsExpire() {
    var token = begin();
    assertThat(nameOf(token)).contains("viewer");

    clock.advance(config.sessionLifetime().minusSeconds(1));
    assertThat(nameOf(token)).contains("viewer");
    clock.advance(Duration.ofSeconds(1));
    assertThat(nameOf(token)).isEmpty();
  }

  @Test
  void sessionsEndAtLogout() {
    var token = begin();

    assertThat(end(token)).contains("viewer");

    assertThat(nameOf(token)).isEmpty();
    assertThat(end(token)).isEmpty();
  }

  private String begin() {
    return QuarkusTransaction.requiringNew()
        .call(() -> sessions.begin(Account.findById("viewer"), ADDRESS, null));
  }

  private Optional<String> end(String token) {
    return QuarkusTransaction.requiringNew().call(() -> sessions.end(token, ADDRESS, "test"));
  }

  private Optional<String> nameOf(String token) {
    return QuarkusTransaction.requiringNew()
        .call(() -> sessions.findAccount(token).map(account -> account.name));
  }
}
