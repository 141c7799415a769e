package dev.slipway.catalogue.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.Asvs;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HkdfTest {
  private static final HexFormat HEX = HexFormat.of();

  /** RFC 5869, test cases A.1 and A.3. */
  @Test
  @Asvs("11.3.2")
  void matchesThePublishedVectors() {
    var key =
        Hkdf.extract(HEX.parseHex("000102030405060708090a0b0c"), HEX.parseHex("0b".repeat(22)));
    assertThat(HEX.formatHex(key))
        .isEqualTo("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    assertThat(HEX.formatHex(Hkdf.expand(key, HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"), 32)))
        .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");

    var unsalted = Hkdf.extract(new byte[32], HEX.parseHex("0b".repeat(22)));
    assertThat(HEX.formatHex(Hkdf.expand(unsalted, new byte[0], 32)))
        .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
  }

  @Test
  void rejectsMoreThanOneBlock() {
    assertThatThrownBy(() -> Hkdf.expand(new byte[32], new byte[0], 33))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
