package dev.slipway.lab.signature;

import static dev.slipway.lab.signature.InspectionClient.codes;
import static dev.slipway.lab.signature.InspectionClient.inspect;
import static dev.slipway.lab.signature.InspectionClient.post;
import static dev.slipway.lab.signature.InspectionClient.put;
import static dev.slipway.lab.signature.InspectionClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the inspector tells about URLs that this application has signed, and to whom. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class OwnUrlInspectionTest {
  private static final byte[] BYTES = Mp4Header.bytes(500, 1);
  private static final String UNKNOWN_ID = "a".repeat(26);

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient viewer = ApiClient.as("viewer");

  @Test
  void confirmsTheSignatureOfAnOwnUpload() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);

    for (var caller : List.of(creator, ApiClient.as("admin"))) {
      var inspection = inspect(caller, put(upload));

      assertThat(inspection.getString("ownSignature")).isEqualTo("valid");
      assertThat(inspection.getString("methodSource")).isEqualTo("signature");
      assertThat(inspection.getBoolean("complete")).isTrue();
      assertThat(inspection.getString("canonicalRequest"))
          .contains("\ncontent-length:500\n", "\ncontent-type:video/mp4\n");
      assertThat(codes(inspection)).containsExactly("own-signature-valid");
    }
  }

  @Test
  void namesTheHeaderOfAnOwnUploadThatDiffers() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var sent = new HashMap<>(upload.<String, String>getMap("put.headers"));
    sent.put("Content-Type", "text/html");
    var inspection = inspect(creator, with(put(upload), "headers", sent));

    assertThat(inspection.getString("ownSignature")).isEqualTo("valid");
    assertThat(codes(inspection)).startsWith("header-differs");
    assertThat(inspection.getString("findings[0].expected")).isEqualTo("video/mp4");
    assertThat(inspection.getString("findings[0].actual")).isEqualTo("text/html");
    assertThat(inspection.getString("findings[0].line")).isEqualTo("header:content-type");
  }

  @Test
  void namesTheRegionOfAnOwnUrlThatDiffers() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var url = upload.getString("put.url").replace("%2Fus-east-1%2F", "%2Feu-west-1%2F");

    for (var body : List.of(with(put(upload), "url", url), Map.<String, Object>of("url", url))) {
      var inspection = inspect(creator, body);

      assertThat(inspection.getString("ownSignature")).isEqualTo("invalid");
      assertThat(codes(inspection)).containsExactly("region-differs");
      assertThat(inspection.getString("findings[0].expected")).isEqualTo("us-east-1");
      assertThat(inspection.getString("findings[0].actual")).isEqualTo("eu-west-1");
    }
    assertThat(codes(inspect(viewer, with(put(upload), "url", url)))).isEmpty();
  }

  @Test
  void noticesAnAddedParameterThatIsNamedLikeTheSignature() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var url = upload.getString("put.url") + "&x-amz-signature=1";

    var inspection = inspect(creator, with(put(upload), "url", url));

    assertThat(inspection.getString("ownSignature")).isEqualTo("invalid");
    assertThat(codes(inspection)).contains("own-signature-invalid", "parameter-repeated");
  }

  @Test
  void namesTheMethodOfAnOwnUrlThatDiffers() {
    var video = creator.upload("clip.mp4", BYTES);
    var get = signed(creator, video, "play");

    var inspection = inspect(creator, Map.of("url", get.getString("url"), "method", "DELETE"));

    assertThat(inspection.getString("ownSignature")).isEqualTo("valid");
    assertThat(inspection.getString("findings[0].code")).isEqualTo("method-differs");
    assertThat(inspection.getString("findings[0].expected")).isEqualTo("GET");
  }

  @Test
  void confirmsUrlsOfPartsAndDeletions() {
    var video = creator.upload("clip.mp4", BYTES);
    var delete = signed(creator, video, "delete");
    assertThat(inspectDelete(creator, delete).getString("ownSignature")).isEqualTo("valid");

    var upload = openMultipart();
    var part =
        creator
            .request()
            .contentType(ContentType.JSON)
            .body(
                Map.of(
                    "parts",
                    List.of(
                        Map.of(
                            "number",
                            2,
                            "size",
                            16_777_216,
                            "checksumSha256",
                            ApiClient.sha256(BYTES)))))
            .post("/api/uploads/{id}/parts", upload.getString("id"))
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertThat(
            inspect(
                    creator,
                    Map.of(
                        "url", part.getString("parts[0].url"),
                        "method", "PUT",
                        "headers", part.getMap("parts[0].headers")))
                .getString("ownSignature"))
        .isEqualTo("valid");
    creator.request().delete("/api/uploads/{id}", upload.getString("id")).then().statusCode(204);
  }

  @Test
  void asksForHeadersThatOnlyTheClientKnows() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);

    var inspection = inspect(creator, Map.of("url", upload.getString("put.url")));

    assertThat(inspection.getString("ownSignature")).isNull();
    assertThat(codes(inspection)).contains("own-signature-undecided");
    assertThat(inspection.getString("stringToSign")).endsWith("‹SHA-256 of the canonical request›");
  }

  /** The signature of a changed URL must not be computed for anyone. */
  @Test
  void neverReturnsASignatureThatItComputed() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var url = upload.getString("put.url");
    var signature = url.substring(url.lastIndexOf('=') + 1);
    var forged = url.replace(signature, "0".repeat(64)) + "&note=a*b";

    var answer = post(creator, with(put(upload), "url", forged)).asString();

    assertThat(JsonPath.from(answer).getString("ownSignature")).isEqualTo("invalid");
    assertThat(codes(JsonPath.from(answer)))
        .containsExactly("own-signature-invalid", "query-unencoded");
    assertThat(answer).doesNotContain(signature);
  }

  @Test
  void tellsOthersNoMoreThanAboutAForeignUrl() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var request = put(upload);
    var unknown =
        with(
            request,
            "url",
            upload.getString("put.url").replace(upload.getString("id"), UNKNOWN_ID));

    for (var caller : List.of(viewer, ApiClient.as("creator2"))) {
      var inspection = inspect(caller, request);

      assertThat(inspection.getString("ownSignature")).isNull();
      assertThat(codes(inspection)).isEmpty();
      assertThat(inspection.getString("canonicalRequest")).contains("‹value you sent›");
      assertThat(withoutUrl(inspection, upload))
          .isEqualTo(withoutUrl(inspect(caller, unknown), null));
    }
  }

  @Test
  void confirmsUrlsToWatchToPeopleWhoMayWatch() {
    var video = creator.upload("clip.mp4", BYTES);
    var get = Map.of("url", signed(creator, video, "play").getString("url"), "method", "GET");
    assertThat(inspect(creator, get).getString("ownSignature")).isEqualTo("valid");
    assertThat(inspect(viewer, get).getString("ownSignature")).isNull();

    creator
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("visibility", "public"))
        .patch("/api/videos/{id}", video.getString("id"))
        .then()
        .statusCode(200);

    assertThat(inspect(viewer, get).getString("ownSignature")).isEqualTo("valid");
    assertThat(codes(inspect(viewer, get))).containsExactly("own-signature-valid");
    var delete = signed(creator, video, "delete");
    assertThat(inspectDelete(viewer, delete).getString("ownSignature")).isNull();
  }

  private static JsonPath inspectDelete(ApiClient client, JsonPath delete) {
    return inspect(
        client,
        Map.of(
            "url", delete.getString("url"),
            "method", "DELETE",
            "headers", delete.getMap("headers")));
  }

  private JsonPath openMultipart() {
    return creator
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("fileName", "big.mp4", "contentType", "video/mp4", "size", 100 << 20))
        .post("/api/uploads")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  private static JsonPath signed(ApiClient caller, JsonPath video, String operation) {
    return caller
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", operation))
        .post("/api/videos/{id}/urls", video.getString("id"))
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  /** The response without what comes from the id in the URL, and without the time. */
  private static String withoutUrl(JsonPath inspection, JsonPath upload) {
    var text = inspection.prettify();
    return (upload == null ? text : text.replace(upload.getString("id"), UNKNOWN_ID))
        .replaceAll("\"inspectedAt\": \"[^\"]*\"", "");
  }
}
