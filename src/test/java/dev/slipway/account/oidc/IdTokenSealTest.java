package dev.slipway.account.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdTokenSealTest {
  private static final String SESSION = "a session's token";

  @Test
  void opensWithTheSameSession() {
    var sealed = IdTokenSeal.seal("a.b.c", SESSION).orElseThrow();

    assertThat(IdTokenSeal.open(sealed, SESSION)).contains("a.b.c");
    assertThat(IdTokenSeal.open(sealed, "another")).isEmpty();
    assertThat(IdTokenSeal.seal("a.b.c", SESSION).orElseThrow()).isNotEqualTo(sealed);
  }

  @Test
  void noticesChanges() {
    var sealed = IdTokenSeal.seal("a.b.c", SESSION).orElseThrow();
    sealed[sealed.length - 1]++;

    assertThat(IdTokenSeal.open(sealed, SESSION)).isEmpty();
    assertThat(IdTokenSeal.open(new byte[3], SESSION)).isEmpty();
    assertThat(IdTokenSeal.open(null, SESSION)).isEmpty();
  }

  @Test
  void keepsNoTokenThatIsTooLongForAnAddress() {
    var longest = "x".repeat(IdTokenSeal.MAX_TOKEN_LENGTH);
    assertThat(IdTokenSeal.seal(longest, SESSION)).isPresent();
    assertThat(IdTokenSeal.seal(longest + "x", SESSION)).isEmpty();
  }
}
