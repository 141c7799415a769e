package dev.slipway.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.catalogue.access.Visibility;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class VideoResourceTest {
  private static final byte[] BYTES = Mp4Header.bytes(3_000, 9);

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient other = ApiClient.as("creator2");
  private final ApiClient admin = ApiClient.as("admin");

  @Test
  @Asvs("5.4.2")
  void signedUrlsServeRangesAndFileName() {
    var id = creator.upload("Été \"1\".mp4", BYTES).getString("id");

    var url = sign(creator, id, "{\"operation\":\"play\",\"expiresIn\":60}");
    var part = given().urlEncodingEnabled(false).header("Range", "bytes=10-19").get(url);

    part.then().statusCode(206).header("Content-Type", "video/mp4");
    assertThat(part.asByteArray()).isEqualTo(Arrays.copyOfRange(BYTES, 10, 20));
    given()
        .urlEncodingEnabled(false)
        .get(sign(creator, id, "{\"operation\":\"download\"}"))
        .then()
        .statusCode(200)
        .header(
            "Content-Disposition",
            "attachment; filename=\"_t_ _1_.mp4\"; filename*=UTF-8''%C3%89t%C3%A9%20%221%22.mp4");
    given().urlEncodingEnabled(false).delete(url).then().statusCode(403);
  }

  @Test
  @Asvs({"5.4.1", "8.2.3"})
  void onlyPeopleWhoManageAVideoGetItsFileName() {
    var id = creator.upload("Secret customer 7.mp4", BYTES).getString("id");
    setDetails(id, "Été, \"1\"/2", Visibility.PUBLIC);

    for (var stranger : List.of(ApiClient.anonymous(), ApiClient.as("viewer"), other)) {
      var url = sign(stranger, id, "{\"operation\":\"download\"}");
      assertThat(url).doesNotContain("customer");
      given()
          .urlEncodingEnabled(false)
          .get(url)
          .then()
          .header(
              "Content-Disposition",
              "attachment; filename=\"_t_, _1__2 [ID].mp4\"; filename*=UTF-8''%C3%89t%C3%A9%2C%20%221%22_2%20%5BID%5D.mp4"
                  .replace("ID", id));
      assertThat(stranger.request().get("/videos/{id}", id).asString())
          .contains("Été")
          .doesNotContain("customer");
      assertThat(stranger.request().get("/videos").asString()).doesNotContain("customer");
      assertThat(stranger.request().get("/api/videos").asString()).doesNotContain("customer");
    }
    for (var manager : List.of(creator, admin)) {
      assertThat(sign(manager, id, "{\"operation\":\"download\"}")).contains("customer");
    }
  }

  /** The title that a video has by default is made from the file name. */
  @Test
  @Asvs({"5.4.1", "8.2.3"})
  void theDownloadOfAVideoWithItsDefaultTitleHasAnotherName() {
    var id = creator.upload("Confidential plan 9.mp4", BYTES).getString("id");
    setVisibility(id, Visibility.PUBLIC);

    other
        .request()
        .get("/api/videos/{id}", id)
        .then()
        .statusCode(200)
        .body("title", equalTo("Confidential plan 9"));
    assertThat(sign(other, id, "{\"operation\":\"download\"}"))
        .doesNotContain("9.mp4")
        .contains("9%20%5B" + id + "%5D.mp4");
  }

  @Test
  void theStoresResponseRevealsNeitherOwnerNorNames() {
    var id = creator.upload("Secret customer 8.mp4", BYTES).getString("id");
    setDetails(id, "Trailer", Visibility.PUBLIC);
    var url = sign(ApiClient.anonymous(), id, "{\"operation\":\"play\"}");

    var headers = given().urlEncodingEnabled(false).get(url).then().statusCode(200).extract();

    assertThat(headers.header("x-amz-meta-slipway-owner")).startsWith("v1.");
    assertThat(headers.headers().asList())
        .allSatisfy(
            header ->
                assertThat(header.getValue()).doesNotContainIgnoringCase("customer", "creator"));
  }

  @Test
  @Asvs("8.2.3")
  void pagesForStrangersRevealNeitherHashesNorTheTimeline() {
    var video = creator.upload("clip.mp4", Mp4Header.bytes(3_100, 9));
    var id = video.getString("id");
    setVisibility(id, Visibility.UNLISTED);

    var page = ApiClient.anonymous().request().get("/videos/{id}", id).then().extract().asString();

    assertThat(page)
        .doesNotContain(
            video.getString("etag"),
            video.getString("checksumSha256"),
            video.getString("location.uri"),
            "Timeline",
            "Declared type");
  }

  @Test
  void rejectsInvalidUrlRequests() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    for (var body :
        List.of(
            "{}",
            "{\"operation\":\"format\"}",
            "{\"operation\":\"play\",\"expiresIn\":0}",
            "{\"operation\":\"play\",\"expiresIn\":-5}",
            "{\"operation\":\"play\",\"expiresIn\":86401}",
            "{\"operation\":\"play\",\"expiresIn\":9223372036854775807}")) {
      creator
          .request()
          .contentType("application/json")
          .body(body)
          .post("/api/videos/{id}/urls", id)
          .then()
          .statusCode(400)
          .body("code", equalTo("invalid-request"));
    }
  }

  @Test
  @Asvs("5.2.2")
  void rejectsTextFileNamedMp4() {
    var text = "Dear diary, this is no video.\n".repeat(50).getBytes(StandardCharsets.UTF_8);

    var video = creator.upload("holiday.mp4", text);

    assertThat(video.getString("status")).isEqualTo("REJECTED");
    assertThat(video.getString("rejection")).isEqualTo("not-a-video");
    assertThat(video.getString("rejectionText")).contains("text/plain");
    assertThat(video.getString("format.container")).isNull();
    creator
        .request()
        .contentType("application/json")
        .body("{\"operation\":\"play\"}")
        .post("/api/videos/{id}/urls", video.getString("id"))
        .then()
        .statusCode(409)
        .body("code", equalTo("video-not-playable"));
  }

  @Test
  void recordsDifferentDeclaredType() {
    var bytes = Mp4Header.bytes(900, 4);
    var upload = creator.open("clip.webm", "video/webm", bytes);
    assertThat(SignedStoreRequest.of(upload).send(bytes)).isEqualTo(200);

    var video = creator.complete(upload.getString("id"));

    assertThat(video.getString("status")).isEqualTo("READY");
    assertThat(video.getString("declaredType")).isEqualTo("video/webm");
    assertThat(video.getString("format.mediaType")).isEqualTo("video/mp4");
  }

  @Test
  void privateVideosAreHidden() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    admin.request().get("/api/videos/{id}", id).then().statusCode(200);
    other.request().get("/api/videos/{id}", id).then().statusCode(404);
    other.request().get("/api/videos").then().body("items.id", not(hasItem(id)));
    ApiClient.anonymous().request().get("/api/videos/{id}", id).then().statusCode(401);
    ApiClient.anonymous().request().get("/videos/{id}", id).then().statusCode(303);
    creator.request().get("/api/videos/nonsense").then().statusCode(404);
  }

  @Test
  void publicVideosAreVisibleToEverybody() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    setVisibility(id, Visibility.PUBLIC);

    ApiClient.anonymous().request().get("/api/videos/{id}", id).then().statusCode(200);
    ApiClient.anonymous().request().get("/api/videos").then().body("items.id", hasItem(id));
    ApiClient.as("viewer").request().get("/api/videos").then().body("items.id", hasItem(id));
    other.request().get("/api/videos").then().body("items.id", hasItem(id));

    ApiClient.anonymous()
        .request()
        .get("/api/videos/{id}", id)
        .then()
        .body("title", equalTo("clip"))
        .body("location", nullValue())
        .body("fileName", nullValue())
        .body("checksumSha256", nullValue());

    setVisibility(id, Visibility.UNLISTED);
    ApiClient.anonymous().request().get("/api/videos/{id}", id).then().statusCode(200);
    ApiClient.anonymous().request().get("/api/videos").then().body("items.id", not(hasItem(id)));
  }

  @Test
  void hidesPublicVideosThatCannotBePlayed() {
    var rejected =
        creator.upload("diary.mp4", "Dear diary. ".repeat(50).getBytes()).getString("id");
    var missing = creator.upload("clip.mp4", BYTES).getString("id");
    var trashed = creator.upload("clip.mp4", BYTES).getString("id");
    for (var visibility : List.of(Visibility.PUBLIC, Visibility.UNLISTED)) {
      List.of(rejected, missing, trashed).forEach(id -> setVisibility(id, visibility));
      change(missing, video -> video.missingSince = Instant.now());
      change(trashed, video -> video.deletion.deleteAfter = Instant.now().plusSeconds(600));

      for (var id : List.of(rejected, missing, trashed)) {
        creator.request().get("/api/videos/{id}", id).then().statusCode(200);
        other.request().get("/api/videos/{id}", id).then().statusCode(404);
        ApiClient.anonymous().request().get("/api/videos/{id}", id).then().statusCode(401);
        for (var stranger : List.of(other, ApiClient.anonymous())) {
          stranger.request().get("/api/videos").then().body("items.id", not(hasItem(id)));
        }
      }
    }
  }

  @Test
  @Asvs("8.2.3")
  void jsonForOthersHasTheSameMembersWithNulls() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    setVisibility(id, Visibility.PUBLIC);

    Map<String, Object> managed = json(creator, id);
    Map<String, Object> seenByOthers = json(other, id);

    assertThat(seenByOthers).containsOnlyKeys(managed.keySet());
    assertThat(managed.keySet())
        .filteredOn(field -> !Objects.equals(managed.get(field), seenByOthers.get(field)))
        .containsExactlyInAnyOrder(
            "fileName",
            "declaredType",
            "location",
            "etag",
            "checksumSha256",
            "checksumType",
            "cataloguedAt",
            "lagMillis",
            "missing");
    assertThat(seenByOthers).containsEntry("fileName", null).containsEntry("location", null);
  }

  @Test
  void pagesListEachVideoOnceNewestFirst() {
    for (var i = 0; i < 7; i++) {
      creator.upload("clip" + i + ".mp4", Mp4Header.bytes(700 + i, i));
    }
    var all = new ArrayList<String>();
    var times = new ArrayList<Instant>();
    String next = null;
    do {
      var request = admin.request().queryParam("limit", 3);
      var page = (next == null ? request : request.queryParam("after", next)).get("/api/videos");
      page.then().statusCode(200);
      all.addAll(page.jsonPath().getList("items.id", String.class));
      page.jsonPath()
          .getList("items.storedAt", String.class)
          .forEach(time -> times.add(Instant.parse(time)));
      next = page.jsonPath().getString("next");
    } while (next != null);

    assertThat(all).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(7);
    assertThat(times).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(all).hasSize((int) countLatest());
  }

  @Test
  void filtersAndRejectsInvalidParameters() {
    creator.upload("clip.mp4", BYTES);

    admin
        .request()
        .get("/api/videos?owner=creator&status=ready&limit=1")
        .then()
        .statusCode(200)
        .body("items[0].owner", equalTo("creator"))
        .body("items[0].status", equalTo("READY"));
    other
        .request()
        .get("/api/videos?owner=creator")
        .then()
        .statusCode(200)
        .body("next", nullValue());
    for (var query : List.of("status=odd", "after=odd", "limit=0", "limit=201", "limit=x")) {
      creator.request().get("/api/videos?" + query).then().statusCode(400);
    }
  }

  @Test
  void rejectsCursorsThatNoPageReturned() {
    for (var position :
        List.of(
            "9223372036854775807." + "a".repeat(26),
            "-9223372036854775808." + "a".repeat(26),
            "9210000000000000000." + "a".repeat(26),
            "-210900000000000000." + "a".repeat(26),
            "+1." + "a".repeat(26),
            "01." + "a".repeat(26),
            "1.." + "a".repeat(26),
            "1",
            "")) {
      var cursor =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(position.getBytes(StandardCharsets.US_ASCII));
      for (var address : List.of("/api/videos?after=", "/videos?after=", "/admin/videos?after=")) {
        var expected = cursor.isEmpty() ? 200 : 400;
        // The administrators' page leads to its address without empty parameters.
        admin.request().redirects().follow(true).get(address + cursor).then().statusCode(expected);
      }
    }
  }

  @Test
  @Asvs("1.2.4")
  void refusesImpossibleNames() {
    for (var name : List.of("%00", "a%0d%0ab", "a'%22b")) {
      ApiClient.anonymous()
          .request()
          .urlEncodingEnabled(false)
          .get("/api/videos?owner=" + name)
          .then()
          .statusCode(400)
          .body("detail", containsString("must be an account's name"));
    }
    creator.request().urlEncodingEnabled(false).get("/api/videos/%00").then().statusCode(404);
    creator.request().urlEncodingEnabled(false).get("/api/uploads/%00").then().statusCode(404);
  }

  @Test
  void setsAndRemovesTags() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    assertThat(json(creator, id)).containsEntry("tags", List.of());

    patchTags(id, List.of(" Été ", "sea", "SEA", " "))
        .statusCode(200)
        .body("tags", equalTo(List.of("Été", "sea")));
    patch(id, Map.of("title", "Another title"))
        .statusCode(200)
        .body("tags", equalTo(List.of("Été", "sea")));
    setVisibility(id, Visibility.PUBLIC);
    assertThat(json(other, id)).containsEntry("tags", List.of("Été", "sea"));
    assertThat(json(admin, id).get("tags")).isEqualTo(List.of("Été", "sea"));
    patchTags(id, List.of()).statusCode(200).body("tags", empty());
  }

  @Test
  void keepsTheTagsWhenNewOnesAreInvalid() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    var most = IntStream.rangeClosed(1, 30).mapToObj(Integer::toString).toList();
    patchTags(id, most).statusCode(200).body("tags", equalTo(most));

    patchTags(id, IntStream.rangeClosed(1, 31).mapToObj(Integer::toString).toList())
        .statusCode(400)
        .body("detail", equalTo("A video can have at most 30 tags."));
    patchTags(id, List.of("x".repeat(51)))
        .statusCode(400)
        .body(
            "detail",
            equalTo(
                "The tag 'xxxxxxxxxxxxxxxxxxxx…' is too long. A tag can have at most 50 characters."));
    patchTags(id, List.of("a,b")).statusCode(400).body("detail", containsString("comma"));
    patch(id, Map.of("tags", "sea")).statusCode(400).body("detail", containsString("tags"));
    patch(id, Map.of("tags", List.of(Map.of()))).statusCode(400);
    assertThat(json(creator, id)).containsEntry("tags", most);
    patchTags(id, List.of("x".repeat(50))).statusCode(200);
  }

  private ValidatableResponse patchTags(String id, List<String> tags) {
    return patch(id, Map.of("tags", tags));
  }

  private ValidatableResponse patch(String id, Map<String, Object> body) {
    return creator
        .request()
        .contentType("application/json")
        .body(body)
        .patch("/api/videos/{id}", id)
        .then();
  }

  private static String sign(ApiClient caller, String id, String body) {
    return caller
        .request()
        .contentType("application/json")
        .body(body)
        .post("/api/videos/{id}/urls", id)
        .then()
        .statusCode(201)
        .body("method", equalTo("GET"))
        .extract()
        .path("url");
  }

  private static Map<String, Object> json(ApiClient caller, String id) {
    return caller.request().get("/api/videos/{id}", id).jsonPath().getMap("");
  }

  private static void setVisibility(String id, Visibility visibility) {
    change(id, video -> video.visibility = visibility);
  }

  private static void change(String id, Consumer<Video> change) {
    QuarkusTransaction.requiringNew().run(() -> change.accept(Video.findById(id)));
  }

  private static void setDetails(String id, String title, Visibility visibility) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Video.<Video>findById(id)
                    .setDetails(new VideoDetails(title, null, visibility, List.of())));
  }

  private static long countLatest() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Video.count(
                    "latest = true and deletion.deleteAfter is null and deletion.deletedAt is null"));
  }
}
