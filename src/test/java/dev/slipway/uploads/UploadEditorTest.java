package dev.slipway.uploads;

import static io.restassured.http.ContentType.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class UploadEditorTest {
  private static final int TIMEOUT_SECONDS = 15;
  private static final byte[] BYTES = Mp4Header.bytes(900, 3);

  @Inject AuditLog audit;

  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void appliesEditsToTheVideo() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var id = upload.getString("id");
    patch(id, Map.of("tags", List.of("lake")))
        .statusCode(200)
        .body("tags", equalTo(List.of("lake")));
    patch(id, Map.of("title", "Sommer", "description", "a\r\nb", "visibility", "unlisted"))
        .statusCode(200)
        .body("title", equalTo("Sommer"))
        .body("description", equalTo("a\nb"))
        .body("visibility", equalTo("unlisted"))
        .body("fileName", equalTo("clip.mp4"));
    // Fields that the request omits keep their values.
    patch(id, Map.of("visibility", "PUBLIC")).statusCode(200).body("title", equalTo("Sommer"));

    SignedStoreRequest.of(upload).send(BYTES);
    var video = creator.complete(id);

    assertThat(video.getString("title")).isEqualTo("Sommer");
    assertThat(video.getString("description")).isEqualTo("a\nb");
    assertThat(video.getString("visibility")).isEqualTo("public");
    assertThat(video.getList("tags")).containsExactly("lake");
    patch(id, Map.of("title", "Late")).statusCode(409).body("code", equalTo("upload-closed"));
  }

  @Test
  void nullRemovesADetail() {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");
    patch(id, Map.of("description", "a", "tags", List.of("lake")));

    creator
        .request()
        .header("Content-Type", DetailsRequest.MERGE_PATCH)
        .body("{\"description\": null, \"tags\": null}".getBytes(UTF_8))
        .patch("/api/uploads/{id}", id)
        .then()
        .statusCode(200)
        .body("title", equalTo("clip"))
        .body("description", nullValue())
        .body("tags", empty());
  }

  @Test
  void acceptsDetailsWhenTheUploadIsOpened() {
    Map<String, Object> body =
        Map.of(
            "fileName", "a.mp4",
            "contentType", "video/mp4",
            "size", BYTES.length,
            "description", " two\nlines ",
            "visibility", "Unlisted",
            "tags", List.of(" lake", "Summer", "", "LAKE"));
    open(body)
        .statusCode(201)
        .body("tags", equalTo(List.of("lake", "Summer")))
        .body("title", equalTo("a"))
        .body("description", equalTo("two\nlines"))
        .body("visibility", equalTo("unlisted"));
    open(Map.of("fileName", "a.mp4", "contentType", "video/mp4", "size", 1))
        .body("description", nullValue())
        .body("tags", empty())
        .body("visibility", equalTo("private"));
    open(Map.of("fileName", "a.mp4", "contentType", "video/mp4", "size", 1, "visibility", "all"))
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("detail", equalTo("'visibility' must be private, unlisted or public."));
  }

  @Test
  void auditsEachChangeOnce() {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");

    patch(id, Map.of("title", "One", "visibility", "public")).statusCode(200);
    patch(id, Map.of("title", "One")).statusCode(200);
    patch(id, Map.of()).statusCode(200);

    assertThat(QuarkusTransaction.requiringNew().call(() -> audit.historyOf(id).entries()))
        .filteredOn(entry -> entry.action().equals("upload.edited"))
        .extracting(AuditEntry::detail)
        .containsExactly("title “One”, visibility public");
  }

  @Test
  void allowsOnlyTheOwnerAndAdministrators() {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");

    patch(ApiClient.as("creator2"), id, Map.of("title", "Mine")).statusCode(404);
    patch(ApiClient.as("viewer"), id, Map.of("title", "Mine")).statusCode(403);
    patch(ApiClient.as("admin"), id, Map.of("title", "Tidied")).statusCode(200);
    creator.request().delete("/api/uploads/{id}", id);
    patch(id, Map.of("title", "Late")).statusCode(409).body("code", equalTo("upload-closed"));
  }

  @Test
  void appliesOrRejectsAnEditDuringCompletion() throws Exception {
    var pool = Executors.newFixedThreadPool(2);
    try {
      for (var round = 0; round < 10; round++) {
        var id = creator.put("clip.mp4", BYTES);
        var barrier = new CyclicBarrier(2);
        var edited =
            pool.submit(
                () -> {
                  barrier.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                  return patch(id, Map.of("title", "New")).extract().statusCode();
                });
        var completed =
            pool.submit(
                () -> {
                  barrier.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                  return creator.complete(id).getString("title");
                });

        assertThat(completed.get()).isIn("New", "clip");
        assertThat(edited.get()).isIn(200, 409);
        var title = creator.request().get("/api/videos/{id}", id).jsonPath().getString("title");
        assertThat(title).isEqualTo(edited.get() == 200 ? "New" : "clip");
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private ValidatableResponse open(Map<String, Object> body) {
    return creator.request().contentType(JSON).body(body).post("/api/uploads").then();
  }

  private ValidatableResponse patch(String id, Map<String, Object> body) {
    return patch(creator, id, body);
  }

  private static ValidatableResponse patch(ApiClient caller, String id, Map<String, Object> body) {
    return caller.request().contentType(JSON).body(body).patch("/api/uploads/{id}", id).then();
  }
}
