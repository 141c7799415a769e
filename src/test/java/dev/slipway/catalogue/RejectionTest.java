package dev.slipway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectionTest {
  @ParameterizedTest
  @EnumSource
  void codeIsTheNameWithHyphens(Rejection rejection) {
    assertThat(rejection.code())
        .isEqualTo(rejection.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    assertThat(Rejection.codeOf(rejection.name())).isEqualTo(rejection.code());
    assertThat(Rejection.findByCode(rejection.code())).contains(rejection);
  }

  @Test
  void reasonOfANewerVersionHasItsCodeThere() {
    assertThat(Rejection.codeOf("TOO_LOUD")).isEqualTo("too-loud");
    assertThat(Rejection.findByCode("too-loud")).isEmpty();
  }
}
