package dev.slipway.catalogue.listing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FilterWordsTest {
  @Test
  void namesAPeriodThatEndsNow() {
    assertThat(FilterWords.of(FilterField.FROM, "1d").text())
        .isEqualTo("Stored: in the last 24 hours");
    assertThat(FilterWords.of(FilterField.FROM, "7d").text())
        .isEqualTo("Stored: in the last 7 days");
  }

  @Test
  void showsValuesThatAreClear() {
    assertThat(FilterWords.of(FilterField.STATUS, "READY").text()).isEqualTo("Status: Ready");
    assertThat(FilterWords.of(FilterField.OWNER, "creator").text()).isEqualTo("Owner: creator");
    assertThat(FilterWords.of(FilterField.MISSING, "true").text())
        .isEqualTo("Missing in the store");
  }

  /** Any other end would let the index return the names of other owners. */
  @Test
  void theBeginningOfAnOwnersNameIsARange() {
    assertThat(FilterField.OWNER.parse("crea*").values()).containsExactly("crea", "creb");
    assertThat(FilterField.OWNER.parse("crea").values()).containsExactly("crea");
  }
}
