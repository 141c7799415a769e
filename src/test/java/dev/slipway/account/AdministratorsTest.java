package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.administration.AdministratorLinks;
import dev.slipway.account.password.PasswordHasher;
import dev.slipway.audit.AuditLog;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.CapturedLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Who counts as an administrator who can log in, by the ways to log in that are switched on. Tests
 * that change all administrators roll back.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AdministratorsTest {
  private static final String ISSUER = "https://id.example.com/realms/example";
  private static final String PASSWORD = "correct horse battery";

  @Inject PasswordHasher hasher;
  @Inject AuditLog audit;
  @Inject Event<AccountEvent> events;
  @Inject AdministratorLinks links;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void aPasswordCountsOnlyWhilePasswordsAreSwitchedOn() {
    rollingBack(
        () -> {
          insert("with-password", "a hash", Instant.now());

          assertThat(administrators(true).exists()).isTrue();
          assertThat(administrators(true).existsExcept("with-password")).isFalse();
          assertThat(administrators(false).exists()).isFalse();
        });
  }

  @Test
  void anIdentityCountsIfItsPersonHasLoggedInAtTheConfiguredProvider() {
    rollingBack(
        () -> {
          insert("linked", null, Instant.now());
          link("linked", "https://former.example.com");
          assertThat(administrators(false).exists()).as("at a former provider").isFalse();
          link("linked", ISSUER);
          assertThat(administrators(false).exists()).isTrue();
          assertThat(administrators(true).exists()).isTrue();
          assertThat(new Administrators(accounts("nobody"), true, Optional.empty()).exists())
              .as("without a provider")
              .isFalse();

          Account.update("lastLoginAt = null where name = 'linked'");
          Account.getEntityManager().clear();
          assertThat(administrators(false).exists()).as("without any login").isFalse();
        });
  }

  @Test
  void noLinkIsLoggedWhilePasswordsAreSwitchedOff() {
    rollingBack(
        () -> {
          insert("with-password", "a hash", Instant.now());

          assertThat(links.logAtStart(administrators(false)))
              .singleElement()
              .asString()
              .contains("passwords are switched off", "SLIPWAY_OIDC_ADMIN_ROLES")
              .doesNotContain("/invitations/");
        });
  }

  @Test
  void theDoctorReportsThatNobodyCanAdminister() {
    rollingBack(
        () -> {
          insert("with-password", "a hash", Instant.now());
          var check = new AdministratorCheck(accounts("nobody"), administrators(false));

          var result = check.run(null);

          assertThat(result.status()).isEqualTo(CheckStatus.BROKEN);
          assertThat(result.message()).contains("SLIPWAY_LOGIN_LOCAL");
          assertThat(
                  new AdministratorCheck(accounts("nobody"), administrators(true))
                      .run(null)
                      .status())
              .isEqualTo(CheckStatus.FINE);
        });
  }

  @Test
  void warnsIfTheConfiguredAdministratorLacksTheRole() {
    rollingBack(
        () -> {
          insert("another", "a hash", Instant.now());
          insert("configured", "a hash", Instant.now());
          assertThat(startAndCheck("configured")).isEmpty();

          Account.update("role = ?1 where name = 'configured'", Role.CREATOR);
          assertThat(startAndCheck("configured"))
              .singleElement()
              .asString()
              .contains("configured, but it has the role creator", "Make it an administrator");
          Account.update("disabledAt = ?1 where name = 'configured'", Instant.now());
          assertThat(startAndCheck("configured"))
              .singleElement()
              .asString()
              .contains("is disabled");
          Account.update("removedAt = ?1 where name = 'configured'", Instant.now());
          assertThat(startAndCheck("configured"))
              .singleElement()
              .asString()
              .contains("was removed");
        });
  }

  /** The second one must wait, and then see the account that the first one has created. */
  @Test
  void replicasThatStartTogetherCreateOneAdministrator() throws Exception {
    var firstHasStarted = new CountDownLatch(1);
    var firstMayCommit = new CountDownLatch(1);
    var first =
        start(
            "together",
            () -> {
              firstHasStarted.countDown();
              await(firstMayCommit);
            });
    assertThat(firstHasStarted.await(30, TimeUnit.SECONDS)).isTrue();

    var second = start("together", () -> {});
    awaitLockedStart();
    assertThat(second.isDone()).isFalse();
    firstMayCommit.countDown();
    first.get(30, TimeUnit.SECONDS);
    second.get(30, TimeUnit.SECONDS);

    assertThat(
            QuarkusTransaction.requiringNew()
                .call(
                    () ->
                        audit.historyOf("together").entries().stream()
                            .map(entry -> entry.action())
                            .toList()))
        .containsExactly("account.created");
    QuarkusTransaction.requiringNew()
        .run(() -> Account.update("disabledAt = ?1 where name = 'together'", Instant.now()));
  }

  private Future<?> start(String name, Runnable beforeCommit) {
    return threads.submit(
        () ->
            QuarkusTransaction.requiringNew()
                .run(
                    () -> {
                      accounts(name).createInitialAccounts(null);
                      beforeCommit.run();
                    }));
  }

  private static void awaitLockedStart() throws InterruptedException {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!hasWaitingStart()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static boolean hasWaitingStart() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (Boolean)
                    Account.getEntityManager()
                        .createNativeQuery(
                            "select exists (select from pg_locks where locktype = 'advisory' and"
                                + " not granted)",
                            Boolean.class)
                        .getSingleResult());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> startAndCheck(String name) {
    Account.getEntityManager().clear();
    var accounts = accounts(name);
    var check = new AdministratorCheck(accounts, administrators(true)).run(null);
    try (var log = CapturedLog.of(Accounts.class.getName())) {
      accounts.createInitialAccounts(null);
      var lines = List.copyOf(log.all());
      var expected = lines.isEmpty() ? CheckStatus.FINE : CheckStatus.WEAK;
      assertThat(check.status()).isEqualTo(expected);
      lines.forEach(line -> assertThat(line).contains(check.message()));
      return lines;
    }
  }

  /** Leaves no administrator but those of the test. */
  private static void rollingBack(Runnable test) {
    QuarkusTransaction.begin();
    try {
      Account.update("disabledAt = ?1 where role = ?2", Instant.now(), Role.ADMIN);
      Account.getEntityManager().clear();
      test.run();
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  private static void insert(String name, String passwordHash, Instant lastLoginAt) {
    new Account(name, passwordHash, Role.ADMIN, false, Instant.now()).insertIfAbsent();
    Account.update("lastLoginAt = ?1 where name = ?2", lastLoginAt, name);
    Account.getEntityManager().clear();
  }

  private static void link(String account, String issuer) {
    Account.getEntityManager()
        .createNativeQuery(
            "insert into account_identity (issuer, subject, account) values (?1, ?2, ?2)")
        .setParameter(1, issuer)
        .setParameter(2, account)
        .executeUpdate();
  }

  private Administrators administrators(boolean passwords) {
    return new Administrators(accounts("nobody"), passwords, Optional.of(" " + ISSUER));
  }

  private Accounts accounts(String name) {
    return new Accounts(
        false, new Admin(name, Optional.of(PASSWORD)), hasher, audit, events, Clock.systemUTC());
  }

  private record Admin(String name, Optional<String> password) implements AdminConfig {}
}
