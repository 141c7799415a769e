package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.password.PasswordHasher;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passwords whose hash is one of bcrypt, from an earlier version. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AccountPasswordsTest {
  private static final String NAME = "old-hash";
  private static final String PASSWORD = "tidal lamp orbit";

  @Inject AccountPasswords passwords;
  @Inject PasswordHasher hasher;

  @AfterEach
  void deleteAccount() {
    QuarkusTransaction.requiringNew().run(() -> Account.delete("name", NAME));
  }

  @Test
  @Asvs("11.4.2")
  void upgradesTheHashAtALogin() {
    create(BcryptUtil.bcryptHash(PASSWORD));
    assertThat(isRight("wrong")).isFalse();
    assertThat(storedHash()).startsWith("$2a$");

    assertThat(isRight(PASSWORD)).isTrue();

    var upgraded = storedHash();
    assertThat(upgraded).startsWith("$argon2id$");
    assertThat(isRight(PASSWORD)).isTrue();
    assertThat(storedHash()).isEqualTo(upgraded);
    assertThat(isRight("wrong")).isFalse();
  }

  @Test
  void concurrentLoginsSucceedAndUpgradeOnce() throws Exception {
    create(BcryptUtil.bcryptHash(PASSWORD));
    var pool = Executors.newFixedThreadPool(4);
    Callable<Account> login = () -> check(PASSWORD).account().orElseThrow();

    var accounts = pool.invokeAll(Collections.nCopies(4, login));
    pool.shutdown();

    var current = stored();
    for (var account : accounts) {
      assertThat(account.get().hasSamePassword(current)).isTrue();
    }
  }

  /** The login was checked against the hash before the change. */
  @Test
  void doesNotOverwriteAPasswordThatWasSetMeanwhile() {
    create(BcryptUtil.bcryptHash(PASSWORD));
    var before = stored();
    var changed = hasher.hash("another tidal lamp");
    QuarkusTransaction.requiringNew()
        .run(() -> Account.update("passwordHash = ?1 where name = ?2", changed, NAME));

    assertThat(passwords.upgrade(before, PASSWORD)).isEmpty();

    assertThat(storedHash()).isEqualTo(changed);
  }

  private boolean isRight(String password) {
    return check(password).account().isPresent();
  }

  private AccountPasswords.Check check(String password) {
    return QuarkusTransaction.requiringNew().call(() -> passwords.check(NAME, password));
  }

  private static void create(String hash) {
    QuarkusTransaction.requiringNew()
        .run(() -> new Account(NAME, hash, Role.CREATOR, false, Instant.now()).insertIfAbsent());
  }

  private static Account stored() {
    return QuarkusTransaction.requiringNew().call(() -> Account.findById(NAME));
  }

  private static String storedHash() {
    return stored().passwordHash;
  }
}
