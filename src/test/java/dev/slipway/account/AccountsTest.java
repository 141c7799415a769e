package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.password.PasswordHasher;
import dev.slipway.account.token.ApiToken;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.Asvs;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AccountsTest {
  private static final String PASSWORD = "correct horse battery";

  @Inject PasswordHasher hasher;
  @Inject AuditLog audit;
  @Inject Event<AccountEvent> events;

  @Test
  void createsTheAdminOnce() {
    start(false, "operator", PASSWORD);
    start(false, "operator", "another password");

    assertThat(logsIn(false, "operator", PASSWORD)).isTrue();
    assertThat(logsIn(false, "operator", "another password")).isFalse();
  }

  @Test
  @Asvs("7.4.2")
  void convertsDemoAccountAndRevokesItsTokens() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              var now = Clock.systemUTC().instant();
              new Account("takeover", "no hash", Role.VIEWER, true, now).insertIfAbsent();
              Account account = Account.findById("takeover");
              var id = RandomId.random(new SecureRandom());
              new ApiToken(id, new SecretToken("t"), account, "t", now, now.plusSeconds(60))
                  .persist();
            });

    start(false, "takeover", PASSWORD);

    assertThat(logsIn(false, "takeover", PASSWORD)).isTrue();
    var account =
        QuarkusTransaction.requiringNew().call(() -> Account.<Account>findById("takeover"));
    assertThat(account.role).isEqualTo(Role.ADMIN);
    assertThat(account.demo).isFalse();
    assertThat(QuarkusTransaction.requiringNew().call(() -> ApiToken.count("account", account)))
        .isZero();
  }

  @Test
  @Asvs("6.3.2")
  void acceptsDemoLoginsOnlyWhileDemoAccountsAreEnabled() {
    assertThat(logsIn(true, "creator2", "creator2-demo")).isTrue();
    assertThat(logsIn(false, "creator2", "creator2-demo")).isFalse();
  }

  @Test
  @Asvs({"6.2.1", "6.2.4"})
  void rejectsAdminPasswordsThatAreShortOrCommon() {
    for (var password : new String[] {"short", "password1", "operator3-Slipway"}) {
      assertThatThrownBy(() -> start(false, "operator3", password))
          .hasStackTraceContaining("SLIPWAY_ADMIN_PASSWORD can't be used. ");
    }
  }

  @Test
  void namesTheSettingOfAnInvalidAdminName() {
    for (var name : new String[] {"Admin", "system"}) {
      assertThatThrownBy(() -> start(false, name, PASSWORD))
          .hasStackTraceContaining("SLIPWAY_ADMIN_NAME can't be used. ");
      assertThatThrownBy(
              () ->
                  QuarkusTransaction.requiringNew()
                      .run(() -> accounts(false, name, null).ensureInvitedAdministrator()))
          .hasStackTraceContaining("SLIPWAY_ADMIN_NAME can't be used. ");
    }
  }

  /** It may have been chosen before there was a list of common passwords. */
  @Test
  void startsWithACommonPasswordIfTheAdminExists() {
    start(false, "operator4", PASSWORD);

    start(false, "operator4", "password1");

    assertThat(logsIn(false, "operator4", PASSWORD)).isTrue();
  }

  @Test
  void doesNotRestoreAPasswordThatAnotherAdministratorTookAway() {
    start(false, "operator5", PASSWORD);
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                new Account("operator6", null, Role.ADMIN, false, Instant.now()).insertIfAbsent());

    start(false, "operator6", PASSWORD);

    assertThat(logsIn(false, "operator6", PASSWORD)).isFalse();
  }

  private void start(boolean demo, String name, String password) {
    QuarkusTransaction.requiringNew()
        .run(() -> accounts(demo, name, password).createInitialAccounts(null));
  }

  private boolean logsIn(boolean demo, String name, String password) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                new AccountPasswords(accounts(demo, "nobody", null), hasher)
                    .check(name, password)
                    .account()
                    .isPresent());
  }

  private Accounts accounts(boolean demo, String name, String password) {
    return new Accounts(
        demo,
        new Admin(name, Optional.ofNullable(password)),
        hasher,
        audit,
        events,
        Clock.systemUTC());
  }

  private record Admin(String name, Optional<String> password) implements AdminConfig {}
}
