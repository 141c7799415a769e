package dev.slipway.account.password;

import static org.assertj.core.api.Assertions.assertThat;

import com.nulabinc.zxcvbn.StandardDictionaries;
import dev.slipway.testing.Asvs;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PasswordRulesTest {
  private static final String ACCOUNT = "mona";

  @Test
  @Asvs({"6.2.5", "6.2.9"})
  void acceptsAnyCharactersFrom8To1024Bytes() {
    for (var password :
        new String[] {
          "xkfhqzwp", "tidal lamp orbit", "ä ö ü ß 7", "🎬🎥📼🎞🍿🎟🎭🎦", "x7".repeat(512)
        }) {
      assertThat(PasswordRules.findProblem(password, ACCOUNT)).as(password).isEmpty();
    }
  }

  @Test
  @Asvs("6.2.1")
  void refusesShortAndLongPasswords() {
    for (var password : new String[] {"", "xkfhqzw", "äöüß", "🎬🎥📼🎞", "x7".repeat(512) + "x"}) {
      assertThat(PasswordRules.findProblem(password, ACCOUNT).orElseThrow())
          .as(password)
          .contains("at least 8 characters")
          .contains("1,024 bytes");
    }
  }

  @Test
  @Asvs("6.2.4")
  void refusesCommonPasswordsInAnyCase() {
    for (var password : new String[] {"password", "Password1", "12345678", "QWERTYUIOP"}) {
      assertThat(PasswordRules.findProblem(password, ACCOUNT).orElseThrow())
          .as(password)
          .contains("most common");
    }
  }

  /** ASVS asks for the 3,000 most common ones that fulfil the other rules. */
  @Test
  @Asvs("6.2.4")
  void listHasEnoughPasswordsOfSufficientLength() throws IOException {
    assertThat(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies())
        .filteredOn(PasswordRules::hasValidLength)
        .hasSizeGreaterThan(10_000);
  }

  @Test
  @Asvs("6.2.11")
  void doesNotCountTheNamesOfAccountAndProduct() {
    for (var password :
        new String[] {"mona2026", "Slipway2026!", "MONA-slipway-mona", "slipway7slipway"}) {
      assertThat(PasswordRules.findProblem(password, ACCOUNT).orElseThrow())
          .as(password)
          .contains("easy to guess");
    }
    assertThat(PasswordRules.findProblem("mona and a tidal lamp", ACCOUNT)).isEmpty();
    assertThat(PasswordRules.findProblem("mona2026", "m")).as("too short a name").isEmpty();
  }
}
