package dev.slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NotificationJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] MANY = bytes("{\"a\":[%s0]}".formatted("{},".repeat(300)));

  private final NotificationJson ours = new NotificationJson(JSON);
  private final NotificationJson strangers = NotificationJson.ofStrangers(JSON);

  @Test
  void readsLittleOfStrangers() throws Exception {
    assertThat(ours.read(MANY).get("a")).hasSize(301);
    assertThat(strangers.read(bytes("{\"a\":[1]}")).get("a")).hasSize(1);

    assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> strangers.read(MANY));
  }

  @Test
  void readsStrictly() {
    for (var json : new NotificationJson[] {ours, strangers}) {
      for (var body : new String[] {"{\"a\":1,\"a\":2}", "{} {}", "[]", "", "{"}) {
        assertThatExceptionOfType(UnreadableException.class)
            .as(body)
            .isThrownBy(() -> json.read(bytes(body)));
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
