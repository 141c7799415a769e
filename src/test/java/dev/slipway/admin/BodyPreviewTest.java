package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyPreviewTest {
  @Test
  void indentsJsonWithoutChangingValues() {
    var body = body("{\"a\":1.50,\"a\":[2,\"é\"]} {}");

    assertThat(body.format()).isEqualTo(BodyPreview.Format.JSON);
    assertThat(body.text())
        .isEqualTo("{\n  \"a\": 1.50,\n  \"a\": [\n    2,\n    \"é\"\n  ]\n}\n{ }");
    assertThat(body.truncated()).isFalse();
  }

  @Test
  void escapesInvisibleCharacters() {
    assertThat(body("{\"key\":\"\u202egpj\\u202e\\u0000\u0085\"}").text())
        .contains("\"\\u202egpj\\u202e\\u0000\\u0085\"");
    assertThat(BodyPreview.of(new byte[] {'"', (byte) 0xff, '"'}).text()).isEqualTo("\"\ufffd\"");
  }

  @Test
  void truncatesDeeplyNestedJson() {
    var deep = "{\"a\":".repeat(900) + "{" + "\"b\":1,".repeat(100_000) + "\"b\":1}";
    var body = body(deep + "}".repeat(900));

    assertThat(body.format()).isEqualTo(BodyPreview.Format.JSON);
    assertThat(body.text()).hasSizeBetween(PrettyJson.MAX_LENGTH, PrettyJson.MAX_LENGTH + 100_000);
    assertThat(body.truncated()).isTrue();
  }

  @Test
  void showsOtherBodiesAsHexDump() {
    var body = body("{\"broken<script>\u0001");

    assertThat(body.format()).isEqualTo(BodyPreview.Format.HEX);
    assertThat(body.text())
        .isEqualTo(
            "000000  7b 22 62 72 6f 6b 65 6e 3c 73 63 72 69 70 74 3e  {\"broken<script>\n"
                + "000010  01                                               .");
    assertThat(BodyPreview.of(new byte[4096]).truncated()).isFalse();
    assertThat(BodyPreview.of(new byte[4097]).truncated()).isTrue();
    assertThat(BodyPreview.of(new byte[0]).format()).isEqualTo(BodyPreview.Format.EMPTY);
  }

  private static BodyPreview body(String text) {
    return BodyPreview.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
