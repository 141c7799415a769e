package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawBodyTest {
  @Test
  void indentsJsonAndKeepsWhatItSays() {
    var body = body("{\"a\":1.50,\"a\":[2,\"é\"]} {}");

    assertThat(body.form()).isEqualTo(RawBody.Form.JSON);
    assertThat(body.text())
        .isEqualTo("{\n  \"a\": 1.50,\n  \"a\": [\n    2,\n    \"é\"\n  ]\n}\n{ }");
    assertThat(body.cut()).isFalse();
  }

  @Test
  void spellsOutWhatCanNotBeSeen() {
    assertThat(body("{\"key\":\"\u202egpj\\u202e\\u0000\u0085\"}").text())
        .contains("\"\\u202egpj\\u202e\\u0000\\u0085\"");
    assertThat(RawBody.of(new byte[] {'"', (byte) 0xff, '"'}).text()).isEqualTo("\"\ufffd\"");
  }

  @Test
  void showsTheBeginningOfWhatIsNestedDeeply() {
    var deep = "{\"a\":".repeat(900) + "{" + "\"b\":1,".repeat(100_000) + "\"b\":1}";
    var body = body(deep + "}".repeat(900));

    assertThat(body.form()).isEqualTo(RawBody.Form.JSON);
    assertThat(body.text()).hasSizeBetween(PrettyJson.LONGEST, PrettyJson.LONGEST + 100_000);
    assertThat(body.cut()).isTrue();
  }

  @Test
  void showsByteByByteWhatIsNoJson() {
    var body = body("{\"broken<script>\u0001");

    assertThat(body.form()).isEqualTo(RawBody.Form.HEX);
    assertThat(body.text())
        .isEqualTo(
            "000000  7b 22 62 72 6f 6b 65 6e 3c 73 63 72 69 70 74 3e  {\"broken<script>\n"
                + "000010  01                                               .");
    assertThat(RawBody.of(new byte[4096]).cut()).isFalse();
    assertThat(RawBody.of(new byte[4097]).cut()).isTrue();
    assertThat(RawBody.of(new byte[0]).form()).isEqualTo(RawBody.Form.EMPTY);
  }

  private static RawBody body(String text) {
    return RawBody.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
