package dev.slipway.account.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {
  private static final String PASSWORD = "correct horse";

  private final Argon2id argon2id = new Argon2id(new SecureRandom());
  private final CountedAlgorithm current = new CountedAlgorithm(argon2id);
  private final CountedAlgorithm former = new CountedAlgorithm(new Bcrypt());
  private final PasswordHasher hasher = new PasswordHasher(argon2id, current, former);

  @Test
  void verifiesHashesOfBothAlgorithms() {
    for (var hash : new String[] {hasher.hash(PASSWORD), BcryptUtil.bcryptHash(PASSWORD)}) {
      assertThat(hasher.matches(PASSWORD, hash)).isTrue();
      assertThat(hasher.matches("wrong horse", hash)).isFalse();
      assertThat(hasher.matchesInEqualTime(PASSWORD, hash, true)).isTrue();
      assertThat(hasher.matchesInEqualTime(PASSWORD, hash, false)).isTrue();
      assertThat(hasher.matchesInEqualTime("wrong horse", hash, true)).isFalse();
    }
  }

  @Test
  @Asvs("11.4.2")
  void upgradesHashesOfBcryptAndOfOtherParameters() {
    assertThat(hasher.needsUpgrade(BcryptUtil.bcryptHash(PASSWORD))).isTrue();
    assertThat(
            hasher.needsUpgrade(
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"))
        .isTrue();
    assertThat(hasher.needsUpgrade(hasher.hash(PASSWORD))).isFalse();
  }

  /** bcrypt ignores bytes beyond the 72nd. */
  @Test
  void longPasswordsMatchNoHashOfBcrypt() {
    var hash = BcryptUtil.bcryptHash("x".repeat(72));

    assertThat(hasher.matches("x".repeat(72), hash)).isTrue();
    assertThat(hasher.matches("x".repeat(73), hash)).isFalse();
  }

  /** The password of the comparison that costs the same time is known. */
  @Test
  void noPasswordMatchesAMissingHash() {
    for (var password : new String[] {"nobody", "", PASSWORD}) {
      assertThat(hasher.matchesInEqualTime(password, null, true)).isFalse();
    }
    assertThat(hasher.matchesInEqualTime("nobody", hasher.hash(PASSWORD), true)).isFalse();
  }

  @Test
  @Asvs("11.4.2")
  void doesTheSameWorkWhateverIsStored() {
    for (var hash : Arrays.asList(hasher.hash(PASSWORD), BcryptUtil.bcryptHash(PASSWORD), null)) {
      for (var password : new String[] {PASSWORD, "wrong horse"}) {
        current.checks = 0;
        former.checks = 0;

        hasher.matchesInEqualTime(password, hash, true);

        assertThat(current.checks).as("%s", hash).isEqualTo(1);
        assertThat(former.checks).as("%s", hash).isEqualTo(1);
      }
    }
  }

  @Test
  void leavesBcryptOutWhenNoHashIsStored() {
    hasher.matchesInEqualTime(PASSWORD, null, false);
    hasher.matchesInEqualTime(PASSWORD, hasher.hash(PASSWORD), false);

    assertThat(current.checks).isEqualTo(2);
    assertThat(former.checks).isZero();
  }

  /** Counts the checks of the real algorithm. */
  private static final class CountedAlgorithm implements PasswordAlgorithm {
    private final PasswordAlgorithm algorithm;
    private int checks;

    private CountedAlgorithm(PasswordAlgorithm algorithm) {
      this.algorithm = algorithm;
    }

    @Override
    public boolean recognizes(String hash) {
      return algorithm.recognizes(hash);
    }

    @Override
    public boolean matches(String password, String hash) {
      checks++;
      return algorithm.matches(password, hash);
    }

    @Override
    public void checkNothing(String password) {
      checks++;
      algorithm.checkNothing(password);
    }
  }
}
