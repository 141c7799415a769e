package dev.slipway.catalogue;

import static io.restassured.http.ContentType.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits the details of videos and checks who may do it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class VideoEditorTest {
  @Inject AuditLog audit;

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient other = ApiClient.as("creator2");
  private String id;

  @BeforeEach
  void upload() {
    id = creator.upload("clip.mp4", Mp4Header.bytes(900, 4)).getString("id");
  }

  @Test
  void changesOnlyGivenFields() {
    edit(creator, Map.of("title", "One", "description", "a\n\nb", "visibility", "unlisted"))
        .statusCode(200)
        .body("title", equalTo("One"));
    edit(creator, Map.of("visibility", "PRIVATE")).body("description", equalTo("a\n\nb"));
    edit(creator, Map.of("description", " "))
        .body("description", nullValue())
        .body("title", equalTo("One"))
        .body("visibility", equalTo("private"));

    assertThat(QuarkusTransaction.requiringNew().call(() -> audit.historyOf(id).entries()))
        .filteredOn(entry -> entry.action().equals("video.edited"))
        .extracting(AuditEntry::detail)
        .containsExactly(
            "title “One”, description, visibility unlisted",
            "visibility private",
            "no description");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/merge-patch+json"})
  void nullRemovesADetail(String contentType) {
    edit(creator, Map.of("description", "a", "tags", List.of("lake"), "visibility", "unlisted"));

    patch(contentType, "{\"title\": \"One\"}")
        .statusCode(200)
        .body("description", equalTo("a"))
        .body("tags", equalTo(List.of("lake")));
    patch(contentType, "{\"description\": null}")
        .statusCode(200)
        .body("description", nullValue())
        .body("tags", equalTo(List.of("lake")));
    patch(contentType, "{\"tags\": null}").statusCode(200).body("tags", empty());

    patch(contentType, "{\"title\": null}")
        .statusCode(400)
        .body("detail", containsString("leave 'title' out"));
    patch(contentType, "{\"visibility\": null}")
        .statusCode(400)
        .body("detail", equalTo("'visibility' must be private, unlisted or public."));
    patch(contentType, "{\"title\": {}}")
        .statusCode(400)
        .body("detail", equalTo("'title' must be a string."));
    patch(contentType, "null").statusCode(400);
    patch(contentType, "{}").body("title", equalTo("One")).body("visibility", equalTo("unlisted"));
  }

  @Test
  void acceptsNoOtherKindOfPatch() {
    patch("application/json-patch+json", "{\"title\": \"One\"}").statusCode(415);
  }

  @Test
  void rejectsInvalidDetails() {
    assertRejected(Map.of("title", " \u0000"), "title");
    assertRejected(Map.of("description", "x".repeat(5_001)), "5,000 characters, not 5,001");
    assertRejected(Map.of("visibility", "secret"), "private, unlisted or public");
    creator.request().contentType(JSON).patch("/api/videos/{id}", id).then().statusCode(400);
    creator
        .request()
        .get("/api/videos/{id}", id)
        .then()
        .body("title", equalTo("clip"))
        .body("visibility", equalTo("private"));

    edit(creator, Map.of("title", "x".repeat(300), "description", "x".repeat(5_000)))
        .statusCode(200)
        .body("title", equalTo("x".repeat(255)));
  }

  @Test
  void onlyManagersMayEdit() {
    edit(other, Map.of("title", "Mine")).statusCode(404);
    edit(ApiClient.as("viewer"), Map.of("title", "Mine")).statusCode(403);
    edit(ApiClient.anonymous(), Map.of("title", "Mine")).statusCode(401);
    edit(ApiClient.as("admin"), Map.of("visibility", "public", "description", "For all"))
        .statusCode(200);

    edit(other, Map.of("title", "Mine")).statusCode(403).body("code", equalTo("forbidden"));
    other.request().get("/api/videos/{id}", id).then().body("description", equalTo("For all"));
    ApiClient.anonymous()
        .request()
        .get("/api/videos/{id}", id)
        .then()
        .body("description", equalTo("For all"))
        .body("fileName", nullValue());
  }

  @Test
  void onlyManagersSeeUploadInProgress() {
    var uploading =
        creator.open("unfinished clip.mp4", "video/mp4", new byte[] {1}).getString("id");

    page(creator, uploading).statusCode(200).body(containsString("unfinished clip"));
    page(ApiClient.as("admin"), uploading).statusCode(200);
    page(other, uploading).statusCode(404);
    page(ApiClient.anonymous(), uploading).statusCode(303);

    creator.request().delete("/api/uploads/{id}", uploading).then().statusCode(204);
    page(creator, uploading).statusCode(200).body(containsString("This upload was cancelled"));
    page(other, uploading).statusCode(404);
  }

  private static ValidatableResponse page(ApiClient caller, String id) {
    return caller.request().get("/videos/{id}", id).then();
  }

  private void assertRejected(Map<String, Object> body, String reason) {
    edit(creator, body)
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("detail", containsString(reason));
  }

  private ValidatableResponse patch(String contentType, String body) {
    return creator
        .request()
        .header("Content-Type", contentType)
        .body(body.getBytes(UTF_8))
        .patch("/api/videos/{id}", id)
        .then();
  }

  private ValidatableResponse edit(ApiClient caller, Map<String, Object> body) {
    return caller.request().contentType(JSON).body(body).patch("/api/videos/{id}", id).then();
  }
}
