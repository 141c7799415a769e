package dev.slipway.web.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvLineTest {
  @Test
  void quotesWhatNeedsIt() {
    assertThat(CsvLine.of("a", "b,c", "say \"hi\"", null, 5, "two\nlines"))
        .isEqualTo("a,\"b,c\",\"say \"\"hi\"\"\",,5,\"two\nlines\"\r\n");
  }

  @Asvs("1.2.10")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "=1+1 | '=1+1",
        "+1 | '+1",
        "-1 | '-1",
        "@SUM(A1) | '@SUM(A1)",
        "＝1 | '＝1",
        "~ =1~ | ~ '=1~",
        "a;=1 | ~\"a;'=1\"~",
        "a; =1 | ~\"a; '=1\"~",
        "a\";=1 | ~\"a\"\";'=1\"~",
        "a-b = c | a-b = c",
        "a+b@c | a+b@c",
      })
  void spreadsheetsRunNothing(String text, String cell) {
    assertThat(CsvLine.of(text)).isEqualTo(cell + "\r\n");
  }

  @Test
  @Asvs("1.2.10")
  void controlCharactersDontHideAFormula() {
    assertThat(CsvLine.of("\t=1", "\r=1", "a\n=1"))
        .isEqualTo("\"'\t'=1\",\"'\r'=1\",\"a\n'=1\"\r\n");
  }

  @Test
  void numbersStayNumbers() {
    assertThat(CsvLine.of(-5, 2.5)).isEqualTo("-5,2.5\r\n");
  }
}
