package dev.slipway.lab.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AmountsTest {
  @Test
  void roundsToThreeDigitsWithAUnit() {
    assertThat(Amounts.bits(240e9)).isEqualTo("240 Gbit/s");
    assertThat(Amounts.bits(999_600)).isEqualTo("1 Mbit/s");
    assertThat(Amounts.bytes(2.592e15)).isEqualTo("2.59 PB");
    assertThat(Amounts.bytes(12)).isEqualTo("12 bytes");
    assertThat(Amounts.bytes(1e30)).isEqualTo("1,000,000,000 ZB");
  }

  @Test
  void showsCountsAsPeopleWriteThem() {
    assertThat(Amounts.number(1788.139)).isEqualTo("1,788");
    assertThat(Amounts.number(8_640_000)).isEqualTo("8.64 million");
    assertThat(Amounts.number(999_999)).isEqualTo("1 million");
    assertThat(Amounts.number(0)).isEqualTo("0");
    assertThat(Amounts.number(0.01234)).isEqualTo("0.0123");
  }

  @Test
  void showsMoney() {
    assertThat(Amounts.dollars(0)).isEqualTo("$0.00");
    assertThat(Amounts.dollars(3.456)).isEqualTo("$3.46");
    assertThat(Amounts.dollars(1234.5)).isEqualTo("$1,235");
    assertThat(Amounts.dollars(21_760_000)).isEqualTo("$21.8 million");
  }

  @Test
  void exactAndPlainKeepTheValue() {
    assertThat(Amounts.exact(2.592e15)).isEqualTo("2,592,000,000,000,000");
    assertThat(Amounts.exact(52.526)).isEqualTo("52.526");
    assertThat(Amounts.plain(5_000_000)).isEqualTo("5000000");
    assertThat(Amounts.plain(0.0425)).isEqualTo("0.0425");
  }
}
