package dev.slipway.account.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccountNamesTest {
  @Test
  void keepsValidNames() {
    assertThat(AccountNames.from("anna.b_c-1")).contains("anna.b_c-1");
  }

  @Test
  void replacesWhatNamesCannotContain() {
    assertThat(AccountNames.from(" Zoë Müller@Example.com ")).contains("zoe-muller-example.com");
    assertThat(AccountNames.from("._-anna-")).contains("anna");
    assertThat(AccountNames.from("İpek")).contains("ipek");
    assertThat(AccountNames.from("a".repeat(70))).contains("a".repeat(64));
    assertThat(AccountNames.from("a\n\u202eb")).contains("a-b");
  }

  @Test
  void makesNoNameOfOtherScriptsOrReservedNames() {
    for (var claim : List.of("", " ", "-", "анна", "@", "system", "Store", "anonymous")) {
      assertThat(AccountNames.from(claim)).as(claim).isEmpty();
    }
    assertThat(AccountNames.from(null)).isEmpty();
  }
}
