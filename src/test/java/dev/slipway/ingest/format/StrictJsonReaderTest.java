package dev.slipway.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StrictJsonReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] MANY = bytes("{\"a\":[%s0]}".formatted("{},".repeat(300)));

  private final StrictJsonReader ours = new StrictJsonReader(JSON);
  private final StrictJsonReader strangers = StrictJsonReader.forUntrusted(JSON);

  @Test
  void limitsTokensOfUntrustedBodies() throws Exception {
    assertThat(ours.read(MANY).get("a")).hasSize(301);
    assertThat(strangers.read(bytes("{\"a\":[1]}")).get("a")).hasSize(1);

    assertThatExceptionOfType(UnreadableNotificationException.class)
        .isThrownBy(() -> strangers.read(MANY));
  }

  @Test
  void rejectsAmbiguousJson() {
    for (var json : new StrictJsonReader[] {ours, strangers}) {
      for (var body : new String[] {"{\"a\":1,\"a\":2}", "{} {}", "[]", "", "{"}) {
        assertThatExceptionOfType(UnreadableNotificationException.class)
            .as(body)
            .isThrownBy(() -> json.read(bytes(body)));
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
