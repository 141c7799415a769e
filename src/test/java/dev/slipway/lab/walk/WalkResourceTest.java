package dev.slipway.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class WalkResourceTest {
  private static final byte[] BYTES = Mp4Header.bytes(1_000, 9);

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void showsThePendingUploadAsTheDatabaseHasIt() {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");

    walk(creator, id)
        .statusCode(200)
        .body("upload.id", equalTo(id))
        .body("upload.owner", equalTo("creator"))
        .body("upload.status", equalTo("OPEN"))
        .body("upload.file_name", equalTo("clip.mp4"))
        .body("upload.size", equalTo(1_000))
        .body("upload.checksum_sha256", equalTo(ApiClient.sha256(BYTES)))
        .body("notifications", hasSize(0))
        .body("object", nullValue())
        .body("video", nullValue())
        .body("timeline.what", contains("Upload opened"));
  }

  @Test
  void showsNotificationObjectAndVideo() {
    var id = creator.put("clip.mp4", BYTES);

    var walk = awaitNotification(creator, id);

    assertThat(walk.getString("notifications[0].notification.transport")).isEqualTo("webhook");
    assertThat(walk.getString("notifications[0].notification.state")).isEqualTo("APPLIED");
    assertThat(walk.getBoolean("notifications[0].masked")).isTrue();
    var body = JsonPath.from(walk.getString("notifications[0].body"));
    assertThat(body.getString("Records[0].s3.object.key"))
        .isEqualTo("videos%%2F%s%%2Fsource".formatted(id));
    walk(creator, id)
        .body("upload.status", equalTo("STORED"))
        .body("object.size", equalTo(1_000))
        .body("object.checksumSha256", equalTo(ApiClient.sha256(BYTES)))
        .body("video.upload_id", equalTo(id))
        .body("video.status", equalTo("READY"))
        .body("video.stored_by", equalTo("NOTIFICATION"))
        .body("video.object_key", equalTo("videos/%s/source".formatted(id)))
        .body("timeline.from", contains("client", "client", "store"))
        .body("timeline.to", contains("application", "store", "application"));
  }

  @Test
  void showsAdministratorsTheBodyAsStored() {
    var id = creator.put("clip.mp4", BYTES);
    var walk = awaitNotification(admin, id);

    var stored =
        admin
            .request()
            .get("/api/notifications/{id}/body", walk.getLong("notifications[0].notification.id"))
            .asString();

    assertThat(walk.getString("notifications[0].body")).isEqualTo(stored);
    assertThat(walk.getBoolean("notifications[0].masked")).isFalse();
  }

  @Test
  void containsNoSecret() {
    var id = creator.put("clip.mp4", BYTES);
    awaitNotification(creator, id);

    var config = ConfigProvider.getConfig();
    for (var client : new ApiClient[] {creator, admin}) {
      var text = walk(client, id).statusCode(200).extract().asString();
      assertThat(text)
          .doesNotContain(config.getValue("slipway.notifications.token", String.class))
          .doesNotContain(config.getValue("slipway.store.secret-key", String.class))
          .doesNotContain("X-Amz-Signature");
    }
  }

  @Test
  void isHiddenFromOthers() {
    var id = creator.put("clip.mp4", BYTES);

    walk(ApiClient.as("creator2"), id).statusCode(404).body("code", equalTo("not-found"));
    walk(ApiClient.as("viewer"), id).statusCode(403);
    walk(ApiClient.anonymous(), id).statusCode(401);
  }

  @Test
  void isHiddenFromOthersAlsoIfTheVideoIsPublic() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    creator
        .request()
        .contentType("application/json")
        .body("{\"visibility\": \"public\"}")
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);

    walk(ApiClient.as("creator2"), id).statusCode(404);
  }

  @Test
  void reportsUploadsThatDoNotExist() {
    for (var id : new String[] {"aaaaaaaaaaaaaaaaaaaaaaaaaa", "other"}) {
      walk(creator, id).statusCode(404).body("code", equalTo("not-found"));
    }
  }

  @Test
  void showsAVideoThatWasDeleted() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    creator.request().delete("/api/videos/{id}?permanently=true", id).then().statusCode(204);

    walk(creator, id)
        .statusCode(200)
        .body("video.status", equalTo("DELETED"))
        .body("video.deleted_at", notNullValue())
        .body("timeline.what", Matchers.hasItem(Matchers.startsWith("Deleted permanently")))
        .body("upload.status", not(equalTo("OPEN")));
  }

  private static JsonPath awaitNotification(ApiClient client, String id) {
    Eventually.holds(
        "the notification is processed",
        () -> !walk(client, id).extract().jsonPath().getList("notifications").isEmpty());
    return walk(client, id).statusCode(200).extract().jsonPath();
  }

  private static ValidatableResponse walk(ApiClient client, String id) {
    return client.request().get("/api/lab/walks/{id}", id).then();
  }
}
