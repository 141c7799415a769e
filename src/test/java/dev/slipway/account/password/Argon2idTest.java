package dev.slipway.account.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.Asvs;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

class Argon2idTest {
  private final Argon2id argon2id = new Argon2id(new SecureRandom());

  /** The test vector of RFC 9106, section 5.3. */
  @Test
  @Asvs("11.4.2")
  void computesTheVectorOfTheStandard() {
    var parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(32)
            .withIterations(3)
            .withParallelism(4)
            .withSalt(bytes(16, 2))
            .withSecret(bytes(8, 3))
            .withAdditional(bytes(12, 4))
            .build();

    assertThat(HexFormat.of().formatHex(Argon2id.digest(bytes(32, 1), parameters, 32)))
        .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
  }

  /** Hashes that the reference implementation's own tests expect. */
  @Test
  void verifiesHashesOfTheReferenceImplementation() {
    for (var hash :
        new String[] {
          "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
          "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
          "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        }) {
      assertThat(argon2id.matches("password", hash)).as(hash).isTrue();
      assertThat(argon2id.matches("passwore", hash)).as(hash).isFalse();
      assertThat(argon2id.isOutdated(hash)).as(hash).isTrue();
    }
  }

  /** The parameters that OWASP recommends: 19 MiB, two passes, one lane. */
  @Test
  @Asvs("11.4.2")
  void hashesWithTheRecommendedParametersAndANewSalt() {
    var hash = argon2id.hash("correct horse");

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(argon2id.matches("correct horse", hash)).isTrue();
    assertThat(argon2id.isOutdated(hash)).isFalse();
    assertThat(argon2id.hash("correct horse")).isNotEqualTo(hash);
  }

  @Test
  @Asvs({"6.2.8", "6.2.9"})
  void distinguishesPasswordsThatDifferAtTheEnd() {
    var password = "x".repeat(1024);
    var hash = argon2id.hash(password);

    assertThat(argon2id.matches(password, hash)).isTrue();
    assertThat(argon2id.matches("x".repeat(1023) + "y", hash)).isFalse();
  }

  @Test
  @Asvs("6.2.8")
  void matchesAccentsHoweverTheKeyboardSendsThem() {
    var composed = "caf\u00e9 au lait";
    var decomposed = "cafe\u0301 au lait";

    assertThat(argon2id.matches(decomposed, argon2id.hash(composed))).isTrue();
    assertThat(argon2id.matches(composed, argon2id.hash(decomposed))).isTrue();
    assertThat(argon2id.matches("cafe au lait", argon2id.hash(composed))).isFalse();
  }

  @Test
  void rejectsDamagedHashes() {
    for (var hash :
        new String[] {
          "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ",
          "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
          "$argon2id$v=19$m=256$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
        }) {
      assertThatThrownBy(() -> argon2id.matches("password", hash))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("damaged")
          .hasMessageNotContaining("c29tZXNhbHQ");
    }
  }

  private static byte[] bytes(int length, int value) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
