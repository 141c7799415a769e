package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class JsonCustomizerTest {
  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void writesEmojisAsUtf8() {
    var id = creator.upload("clip.mp4", Mp4Header.bytes(3_000, 4)).getString("id");
    rename(id, "{\"title\":\"\\ud83c\\udfac 🎬\"}", 200);

    var json = creator.request().get("/api/videos/{id}", id).asByteArray();

    assertThat(new String(json, StandardCharsets.UTF_8)).contains("\"title\":\"🎬 🎬\"");
  }

  /** Half an emoji is no text. */
  @Test
  void acceptsNoHalfOfAnEmoji() {
    var id = creator.upload("clip.mp4", Mp4Header.bytes(3_000, 5)).getString("id");

    rename(id, "{\"title\":\"a \\ud83c b\"}", 200);

    var title = creator.request().get("/api/videos/{id}", id).jsonPath().getString("title");
    assertThat(title).startsWith("a ").endsWith(" b").doesNotContain("\ud83c");
  }

  private void rename(String id, String details, int expected) {
    creator
        .request()
        .contentType("application/json")
        .body(details)
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(expected);
  }
}
