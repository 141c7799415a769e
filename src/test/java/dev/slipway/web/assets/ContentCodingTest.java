package dev.slipway.web.assets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br, zstd    | BROTLI",
        "br;q=0.1, gzip             | BROTLI",
        "BR                         | BROTLI",
        "gzip, deflate              | GZIP",
        "br;q=0, gzip;q=0.5         | GZIP",
        "br; q=0.000, gzip          | GZIP",
        "gzip;q=0                   | IDENTITY",
        "deflate, brotli            | IDENTITY",
        "''                         | IDENTITY",
        "                           | IDENTITY"
      })
  void isTheBestThatIsAccepted(String acceptEncoding, ContentCoding expected) {
    assertThat(ContentCoding.acceptedBy(acceptEncoding)).isEqualTo(expected);
  }

  @Test
  void brotliIsAvailableWhereTheTestsRun() {
    assertThat(ContentCoding.BROTLI.isAvailable()).isTrue();
  }
}
