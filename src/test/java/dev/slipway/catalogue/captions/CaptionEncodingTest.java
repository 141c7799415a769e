package dev.slipway.catalogue.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionEncodingTest {
  private static final String WESTERN =
      "1\n00:00:01,000 --> 00:00:02,000\nL’été à Zürich coûte 5 € par jour – très cher\n";
  private static final String RUSSIAN = "1\n00:00:01,000 --> 00:00:02,000\nПривет, мир\n";

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"})
  void recognisesEncodings(String name) {
    assertThat(CaptionEncoding.decode(WESTERN.getBytes(Charset.forName(name)))).isEqualTo(WESTERN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void removesTheByteOrderMark(String name) {
    var bytes = ("\uFEFF" + RUSSIAN).getBytes(Charset.forName(name));

    assertThat(CaptionEncoding.decode(bytes)).isEqualTo(RUSSIAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1251", "KOI8-R", "Shift_JIS", "GBK"})
  void refusesWhatItWouldMisread(String name) {
    var text = name.startsWith("S") || name.startsWith("G") ? "こんにちは世界" : "Привет, мир, как дела";

    assertThatExceptionOfType(InvalidCaptionsException.class)
        .isThrownBy(() -> CaptionEncoding.decode(text.getBytes(Charset.forName(name))))
        .withMessageContaining("Save it as UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zażółć gęślą jaźń, powiedział spokojnie dziadek do swego wnuka",
        "Był tu mały chłopiec",
        "Jaźń",
        "Příští stanice je Můstek, prosíme vystupte a nastupte"
      })
  void refusesLanguagesOfCentralEurope(String text) {
    assertThatExceptionOfType(InvalidCaptionsException.class)
        .isThrownBy(() -> CaptionEncoding.decode(text.getBytes(Charset.forName("windows-1250"))))
        .withMessageContaining("Save it as UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "¿Qué dices? ¡Sí, mañana por la tarde!",
        "5 m³ und 2 m²",
        "Così è più buono, però non troppo",
        "Smørrebrød smager allerbedst på øen",
        "Õhtul sööme, šokolaad meeldib mulle",
        "Mª José vive en el 1º izquierda",
        "L’œuvre où Noël est si naïf, ça me plaît beaucoup"
      })
  void readsLanguagesOfWesternEurope(String text) {
    assertThat(CaptionEncoding.decode(text.getBytes(Charset.forName("windows-1252"))))
        .isEqualTo(text);
  }

  @Test
  void refusesFilesThatAreNoText() {
    var bytes = "PK\u0003\u0004 text \u0000\u0001".getBytes(StandardCharsets.ISO_8859_1);

    assertThatExceptionOfType(InvalidCaptionsException.class)
        .isThrownBy(() -> CaptionEncoding.decode(bytes))
        .withMessageContaining("not text");
  }

  @Test
  void acceptsAnEmptyFile() {
    assertThat(CaptionEncoding.decode(new byte[0])).isEmpty();
  }
}
