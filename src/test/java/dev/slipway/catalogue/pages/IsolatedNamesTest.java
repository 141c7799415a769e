package dev.slipway.catalogue.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Names that users enter can't change the direction of the text around them. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class IsolatedNamesTest {
  private static final String NAME = "\u05e9\u05dc\u05d5\u05dd";

  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void isolatesTitlesAndFileNames() {
    var id = creator.upload(NAME + ".mp4", Mp4Header.bytes(2_000, 71)).getString("id");
    var open = creator.open(NAME + ".mp4", "video/mp4", Mp4Header.bytes(2_000, 72));

    requireIsolated(creator, "/videos/" + id);
    requireIsolated(creator, "/videos/" + open.getString("id"));
    requireIsolated(creator, "/videos");
    requireIsolated(ApiClient.as("admin"), "/admin/videos");
  }

  private static void requireIsolated(ApiClient client, String path) {
    var html = client.request().get(path).then().statusCode(200).extract().asString();
    assertThat(html).as(path).contains("<bdi>" + NAME);
    var text =
        html.replaceAll("<title>[^<]*</title>", "")
            .replaceAll("<bdi>[^<]*</bdi>", "")
            .replaceAll("<[^>]*>", "");
    assertThat(text).as(path).doesNotContain(NAME);
  }
}
