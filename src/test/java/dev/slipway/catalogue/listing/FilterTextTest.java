package dev.slipway.catalogue.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.listing.ListingFilter.Access;
import org.junit.jupiter.api.Test;

class FilterTextTest {
  @Test
  void namesAPeriodThatEndsNow() {
    assertThat(FilterText.of(FilterField.FROM, "1d").text())
        .isEqualTo("Stored: in the last 24 hours");
    assertThat(FilterText.of(FilterField.FROM, "7d").text())
        .isEqualTo("Stored: in the last 7 days");
  }

  @Test
  void showsValuesThatAreClear() {
    assertThat(FilterText.of(FilterField.STATUS, "READY").text()).isEqualTo("Status: Ready");
    assertThat(FilterText.of(FilterField.OWNER, "creator").text()).isEqualTo("Owner: creator");
    assertThat(FilterText.of(FilterField.MISSING, "true").text()).isEqualTo("Missing in the store");
  }

  /** Any other end would let the index return the names of other owners. */
  @Test
  void theBeginningOfAnOwnersNameIsARange() {
    assertThat(FilterField.OWNER.parse("crea*", Access.ALL).values())
        .containsExactly("crea", "creb");
    assertThat(FilterField.OWNER.parse("crea", Access.ALL).values()).containsExactly("crea");
  }
}
