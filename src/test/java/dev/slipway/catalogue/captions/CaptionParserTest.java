package dev.slipway.catalogue.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionParserTest {
  @Test
  void convertsSubRipToWebVtt() {
    var subRip =
        "\r\n1\r\n00:00:01,500 --> 00:00:04,000\r\nHello, <i>world</i>!\r\nTwo lines\r\n\r\n"
            + "2\r\n01:02:03,004 --> 01:02:05,100\r\nNext\r\n";

    assertThat(rewrite(subRip))
        .isEqualTo(
            """
            WEBVTT

            00:00:01.500 --> 00:00:04.000
            Hello, <i>world</i>!
            Two lines

            01:02:03.004 --> 01:02:05.100
            Next
            """);
  }

  @Test
  void keepsOnlyTextAndPlacesOfWebVtt() {
    var webVtt =
        """
        WEBVTT - A file
        Kind: captions

        STYLE
        ::cue { background: url(https://attacker.example/) }

        REGION
        id:fred

        NOTE A comment
        of two lines

        intro
        00:01.000 --> 00:02.000 align:start position:10% region:fred line:0 onclick:x
        <v Fred><b>Hi</b> there</v>

        00:03.000 --> 00:04.000
        <script>alert(1)</script><img src=x onerror=alert(2)> & 1 < 2 &amp; &lt;b&gt;
        """;

    assertThat(rewrite(webVtt))
        .isEqualTo(
            """
            WEBVTT

            00:00:01.000 --> 00:00:02.000 align:start position:10% line:0
            <b>Hi</b> there

            00:00:03.000 --> 00:00:04.000
            alert(1) &amp; 1 &lt; 2 &amp; &lt;b&gt;
            """);
  }

  @Test
  void closesStylesInTheCaptionThatOpensThem() {
    assertThat(CueText.clean("<i>a <B>b <u>c</i> d")).isEqualTo("<i>a <b>b <u>c d</u></b></i>");
    assertThat(CueText.clean("a</b></i> <font color=\"red\">b</font> {\\an8}c <00:01.000>d"))
        .isEqualTo("a b c d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"One<br>two", "One<br/>two", "One<BR />\n<br>two"})
  void breaksLinesWhereTheMarkupDoes(String text) {
    assertThat(rewrite("1\n00:00:01,000 --> 00:00:02,000\n" + text + "\n"))
        .contains("\nOne\ntwo\n");
  }

  @Test
  void doesNotLetTextEndACaptionOrBeginAnother() {
    assertThat(CueText.clean("a\n\n \nb --> c\u0000\u0007")).isEqualTo("a\nb --&gt; c");
    assertThat(CueText.clean("<<b>script>alert(1)</<b>script>")).doesNotContain("<script", "</s");
    assertThat(CueText.clean("&#60; &#x3c; & &; &a; AT&T"))
        .isEqualTo("&#60; &#x3c; &amp; &amp;; &amp;a; AT&amp;T");
  }

  /** Browsers resolve them in WebVTT as in HTML. */
  @Test
  void keepsNamedCharacters() {
    assertThat(CueText.clean("Caf&eacute; &mdash; now&hellip;"))
        .isEqualTo("Caf&eacute; &mdash; now&hellip;");
  }

  @Test
  void dropsCaptionsWithoutText() {
    assertThat(rewrite("00:01.000 --> 00:02.000\n<font></font>\n\n00:02.000 --> 00:03.000\nA"))
        .isEqualTo("WEBVTT\n\n00:00:02.000 --> 00:00:03.000\nA\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|contains no captions",
        "'WEBVTT'|contains no captions",
        "'WEBVTT\n\nNOTE nothing'|contains no captions",
        "'Hello'|Line 1: expected times",
        "'WEBVTT\n\n1\nHello\n'|Line 4: expected times",
        "'1\n00:00:01,000 -> 00:00:02,000\nA'|Line 2: expected times",
        "'00:01.000 --> 00:02.000\nA\n\n00:05.000 --> 00:04.999\nB'|Line 4: the caption ends before",
        "'00:01.000 --> 00:02.000\nA\n00:02.000 --> 00:03.000\nB'|Line 3: an empty line is missing",
        "'00:61:01.000 --> 00:62:02.000\nA'|Line 1: minutes and seconds end at 59",
        "'{\"a\": 1}'|Line 1: expected times",
        "'<html><body>'|Line 1: expected times"
      })
  void namesTheLineOfAnError(String text, String message) {
    assertThatExceptionOfType(InvalidCaptionsException.class)
        .isThrownBy(() -> CaptionParser.parse(text))
        .withMessageContaining(message);
  }

  @Test
  void dropsCaptionsThatLastNoTime() {
    assertThat(rewrite("00:01.000 --> 00:01.000\nNever\n\n00:02.000 --> 00:03.000\nA"))
        .isEqualTo("WEBVTT\n\n00:00:02.000 --> 00:00:03.000\nA\n");
  }

  @Test
  void readsACaptionDirectlyAfterTheHeader() {
    assertThat(rewrite("WEBVTT\nKind: captions\n00:01.000 --> 00:02.000\nA\n"))
        .isEqualTo("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nA\n");
  }

  @Test
  void keepsTextThatOnlyLooksLikeMarkup() {
    assertThat(CueText.clean("if 5 < 7 and 9 > 8, 1 <2 and 3> 2"))
        .isEqualTo("if 5 &lt; 7 and 9 &gt; 8, 1 &lt;2 and 3&gt; 2");
    assertThat(CueText.clean("a</>b<!-- c -->d<?e?>f<0:01>g<:>")).isEqualTo("abdfg&lt;:&gt;");
  }

  @Test
  void limitsTheLengthOfLines() {
    var times = "00:01.000 --> 00:02.000";
    var longest = "a".repeat(CaptionParser.MAX_LINE);

    assertThat(rewrite(times + "\n" + longest)).contains(longest);
    for (var file :
        List.of(
            times + "\n" + longest + "a",
            times + " ".repeat(9_999) + "\nA",
            longest + "a\n" + times)) {
      assertThatExceptionOfType(InvalidCaptionsException.class)
          .isThrownBy(() -> CaptionParser.parse(file))
          .withMessageContaining("the line has more than 4,096 characters.");
    }
  }

  /** With a search that goes back, each of these takes many minutes. */
  @ParameterizedTest
  @ValueSource(strings = {"<a", "<", "{\\", "&", "<a<", "\n \n", "a\n"})
  @Timeout(60)
  void readsTheLargestTextInOneGo(String part) {
    var start = part.substring(0, part.length() - 1);
    var last = part.substring(part.length() - 1);

    CueText.clean(start + last.repeat(Captions.MAX_BYTES));
    CueText.clean(part.repeat(Captions.MAX_BYTES / part.length()));
  }

  @Test
  @Timeout(60)
  void refusesALineThatIsAlmostAllSpace() {
    var line = "00:01.000 --> 00:02.000" + " ".repeat(Captions.MAX_BYTES) + "\u2028";

    assertThatExceptionOfType(InvalidCaptionsException.class)
        .isThrownBy(() -> CaptionParser.parse(line + "\nA"));
  }

  @Test
  void limitsTheNumberOfCaptions() {
    var text = "00:01.000 --> 00:02.000\nA\n\n".repeat(CaptionParser.MAX_CUES + 1);

    assertThatExceptionOfType(InvalidCaptionsException.class)
        .isThrownBy(() -> CaptionParser.parse(text))
        .withMessageContaining("Line 60001: the file has more than 20,000 captions.");
  }

  @Test
  void readsItsOwnOutput() {
    var written = rewrite("1\n00:00:01,000 --> 00:00:02,000\n<i>A & B</i> 1 < 2\n");

    assertThat(rewrite(written)).isEqualTo(written);
  }

  private static String rewrite(String text) {
    return new String(WebVtt.write(CaptionParser.parse(text)), StandardCharsets.UTF_8);
  }
}
