package dev.slipway.account.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.Role;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
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
  @Asvs("7.3.2")
  void sessionsExpire() {
    var token = begin();
    assertThat(nameOf(token)).contains("viewer");

    clock.advance(config.sessionLifetime().minusSeconds(1));
    assertThat(nameOf(token)).contains("viewer");
    clock.advance(Duration.ofSeconds(1));
    assertThat(nameOf(token)).isEmpty();
  }

  @Test
  @Asvs("7.2.1")
  void sessionsEndAtLogout() {
    var token = begin();

    assertThat(end(token)).contains("viewer");

    assertThat(nameOf(token)).isEmpty();
    assertThat(end(token)).isEmpty();
  }

  @Test
  @Asvs({"7.1.2", "15.2.2"})
  void theOldestSessionsOfAnAccountEnd() {
    var name = "many-sessions";
    QuarkusTransaction.requiringNew()
        .run(() -> new Account(name, "", Role.VIEWER, false, clock.instant()).insertIfAbsent());
    var first = begin(name);
    var ofOther = begin();
    clock.advance(Duration.ofSeconds(1));
    var second = begin(name);
    for (var others = 0; others < LoginSessions.MAX_SESSIONS - 2; others++) {
      clock.advance(Duration.ofSeconds(1));
      begin(name);
    }
    assertThat(nameOf(first)).contains(name);

    clock.advance(Duration.ofSeconds(1));
    var last = begin(name);

    assertThat(nameOf(first)).isEmpty();
    assertThat(nameOf(second)).contains(name);
    assertThat(nameOf(last)).contains(name);
    assertThat(nameOf(ofOther)).contains("viewer");
    assertThat(AuditEntry.count("subject = ?1 and detail = 'more than 100 sessions'", name))
        .isEqualTo(1);
  }

  private String begin(String account) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                sessions.begin(Account.findById(account), "password", ADDRESS, null).orElseThrow());
  }

  private String begin() {
    return begin("viewer");
  }

  private Optional<String> end(String token) {
    return QuarkusTransaction.requiringNew().call(() -> sessions.end(token, ADDRESS, "test"));
  }

  private Optional<String> nameOf(String token) {
    return QuarkusTransaction.requiringNew()
        .call(() -> sessions.findAccount(token).map(account -> account.name));
  }
}
