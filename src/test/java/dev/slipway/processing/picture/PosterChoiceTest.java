package dev.slipway.processing.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.catalogue.picture.ImageSweep;
import dev.slipway.catalogue.picture.PictureWriter;
import dev.slipway.catalogue.picture.PosterImages;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.ProcessingProfile;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.SignedStoreRequest;
import dev.slipway.testing.SmallVideos;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The owner's choice of a poster, through the API, with the worker of this process. */
@QuarkusTest
@TestProfile(ProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class PosterChoiceTest {
  @Inject DerivedStore store;
  @Inject EntityManager entities;
  @Inject ImageSweep sweep;

  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void ownerChoosesAFrameAndReturnsToTheAutomaticOne() {
    var id = uploadWithPoster();
    var automatic = posterUrl(id);

    choose(id, "{\"timeMillis\": 500}")
        .statusCode(202)
        .body("choice", equalTo("frame"))
        .body("chosenMillis", equalTo(500));
    var chosen = awaitAnother(id, automatic);
    creator.request().delete("/api/videos/" + id + "/poster").then().statusCode(202);
    awaitAnother(id, chosen);

    poster(id).body("choice", equalTo("automatic")).body("problem", nullValue());
    creator
        .request()
        .get("/videos/" + id)
        .then()
        .body(containsString("Poster chosen: at 500 ms"))
        .body(containsString("Poster reset to automatic"));
  }

  @ParameterizedTest
  @CsvSource({"png, image/png", "jpg, image/jpeg"})
  void uploadedImageBecomesThePoster(String format, String type) throws IOException {
    var id = uploadWithPoster();
    var before = posterUrl(id);

    var image = uploadImage(id, image(format), type);
    choose(id, "{\"image\": \"" + image + "\"}").statusCode(202).body("choice", equalTo("image"));
    var url = awaitAnother(id, before);

    var poster = ImageIO.read(URI.create(url).toURL());
    assertThat(poster.getWidth()).isEqualTo(1280);
    assertThat(poster.getHeight()).isEqualTo(640);
    var centre = new Color(poster.getRGB(640, 320));
    assertThat(centre.getGreen()).isGreaterThan(200);
    assertThat(centre.getRed()).isLessThan(60);
    poster(id).body("posterMillis", nullValue());
  }

  @Test
  void unsuitableImageIsRefusedAndTheVideoKeepsItsPoster() {
    var id = uploadWithPoster();
    var before = posterUrl(id);
    var html = "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);

    var image = uploadImage(id, html, "image/png");
    choose(id, "{\"image\": \"" + image + "\"}").statusCode(202);

    awaitEnd(id)
        .body("choice", equalTo("automatic"))
        .body("problem", equalTo("The file isn't a JPEG, PNG or WebP image."));
    assertThat(posterUrl(id)).isEqualTo(before);
  }

  @Test
  void damagedImageIsRefused() {
    var id = uploadWithPoster();
    var bytes = Arrays.copyOf(image("png"), 60);

    choose(id, "{\"image\": \"" + uploadImage(id, bytes, "image/png") + "\"}").statusCode(202);

    awaitEnd(id).body("problem", equalTo("The image is damaged, or has too many pixels."));
  }

  @Test
  void imageThatWasNeverUploadedIsRefused() {
    var id = uploadWithPoster();

    choose(id, "{\"image\": \"" + sign(id, "image/png", 100).getString("image") + "\"}")
        .statusCode(202);

    awaitEnd(id).body("problem", equalTo("The image was not uploaded."));
  }

  @Test
  void jobThatFailedForGoodIsReported() {
    var id = uploadWithPoster();
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(
                        "update media_job set state = 'DEAD', problem = 'ffmpeg was killed'"
                            + " where kind = 'PICTURES' and video_id = ?1")
                    .setParameter(1, id)
                    .executeUpdate());

    poster(id)
        .body("making", equalTo(false))
        .body("problem", equalTo("The picture could not be made: ffmpeg was killed"));
  }

  @Test
  void imageCanBeChosenAfterAnotherUrlWasSigned() {
    var id = uploadWithPoster();
    var before = posterUrl(id);
    var image = uploadImage(id, image("png"), "image/png");

    sign(id, "image/png", 100);
    choose(id, "{\"image\": \"" + image + "\"}").statusCode(202);

    awaitAnother(id, before);
    poster(id).body("choice", equalTo("image")).body("problem", nullValue());
  }

  @Test
  void urlsOfOneTimeLeadToFewImages() {
    var id = uploadWithPoster();

    var images = Stream.generate(() -> sign(id, "image/png", 100)).limit(10);

    // The time may change once meanwhile.
    assertThat(images.map(signed -> signed.getString("image")).distinct().count())
        .isLessThanOrEqualTo(2);
    for (var upload = 0; upload < 10; upload++) {
      uploadImage(id, image("png"), "image/png");
    }
    assertThat(imagesOf(id)).hasSizeLessThanOrEqualTo(2 * PosterImages.MAX_OPEN);
  }

  @Test
  void nextUrlRemovesOldImagesThatNobodyChose() {
    var id = uploadWithPoster();
    var old = PictureWriter.imageKey(new RandomId(id), RandomId.random(new SecureRandom()));
    store.put(old, image("png"), "image/png");

    var recent = uploadImage(id, image("png"), "image/png");
    sign(id, "image/png", 100);

    assertThat(imagesOf(id))
        .containsExactly(PictureWriter.imageKey(new RandomId(id), new RandomId(recent)));
  }

  @Test
  void imageThatIsUploadedAfterThePurgeIsRemoved() {
    var id = uploadWithPoster();
    var bytes = image("png");
    var signed = sign(id, "image/png", bytes.length);
    creator.request().delete("/api/videos/" + id + "?permanently=true").then().statusCode(204);
    Eventually.holds(
        "the pictures are removed",
        () -> store.list(ObjectKey.derivedPrefix(new RandomId(id)), null).isEmpty());
    assertThat(put(signed, bytes)).isEqualTo(200);

    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(
                        "update video set deleted_at = deleted_at - interval '1 hour' where id = ?1")
                    .setParameter(1, id)
                    .executeUpdate());
    sweep.run();

    assertThat(imagesOf(id)).isEmpty();
    assertThat(
            QuarkusTransaction.requiringNew()
                .call(
                    () ->
                        entities
                            .createNativeQuery("select 1 from video_pictures where video_id = ?1")
                            .setParameter(1, id)
                            .getResultList()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{\"timeMillis\": -1}",
        "{\"timeMillis\": 999999999}",
        "{\"image\": \"../secret\"}",
        "{\"timeMillis\": 1, \"image\": \"aaaaaaaaaaaaaaaaaaaaaaaaaa\"}"
      })
  void invalidChoiceIsAnError(String body) {
    choose(uploadWithPoster(), body).statusCode(400).body("code", equalTo("invalid-request"));
  }

  @ParameterizedTest
  @CsvSource({"image/svg+xml, 100", "image/png, 0", "image/png, 10485761"})
  void onlySmallImagesCanBeUploaded(String type, long size) {
    requestUrl(creator, uploadWithPoster(), type, size)
        .statusCode(400)
        .body("code", equalTo("invalid-request"));
  }

  @Test
  void onlyTheOwnerChooses() {
    var id = uploadWithPoster();
    var other = ApiClient.as("creator2");

    requestUrl(other, id, "image/png", 100).statusCode(404);
    other.request().get("/api/videos/" + id + "/poster").then().statusCode(404);
    publish(id);
    other
        .request()
        .get("/api/videos/" + id + "/poster")
        .then()
        .statusCode(403)
        .body("code", equalTo("forbidden"));
    ApiClient.as("viewer").request().get("/api/videos/" + id + "/poster").then().statusCode(403);
    creator.request().delete("/api/videos/" + id).then().statusCode(200);
    choose(id, "{\"timeMillis\": 0}").statusCode(409).body("code", equalTo("video-in-trash"));
  }

  private void publish(String id) {
    creator
        .request()
        .contentType(ContentType.JSON)
        .body("{\"visibility\": \"public\"}")
        .patch("/api/videos/" + id)
        .then()
        .statusCode(200);
  }

  private String uploadWithPoster() {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
    Eventually.holds("the video has a poster", () -> posterUrl(id) != null);
    return id;
  }

  private String posterUrl(String id) {
    return creator.request().get("/api/videos/" + id).path("posterUrl");
  }

  private String awaitAnother(String id, String before) {
    Eventually.holds("the poster is replaced", () -> !posterUrl(id).equals(before));
    return posterUrl(id);
  }

  private ValidatableResponse awaitEnd(String id) {
    Eventually.holds("the poster is made", () -> !poster(id).extract().<Boolean>path("making"));
    return poster(id);
  }

  private ValidatableResponse poster(String id) {
    return creator.request().get("/api/videos/" + id + "/poster").then().statusCode(200);
  }

  private ValidatableResponse choose(String id, String body) {
    return creator
        .request()
        .contentType(ContentType.JSON)
        .body(body)
        .put("/api/videos/" + id + "/poster")
        .then();
  }

  private static ValidatableResponse requestUrl(
      ApiClient client, String id, String type, long size) {
    return client
        .request()
        .contentType(ContentType.JSON)
        .body("{\"contentType\": \"%s\", \"size\": %d}".formatted(type, size))
        .post("/api/videos/" + id + "/poster/images")
        .then();
  }

  private JsonPath sign(String id, String type, long size) {
    return requestUrl(creator, id, type, size).statusCode(201).extract().jsonPath();
  }

  private String uploadImage(String id, byte[] bytes, String type) {
    var signed = sign(id, type, bytes.length);
    assertThat(put(signed, bytes)).isEqualTo(200);
    return signed.getString("image");
  }

  private static int put(JsonPath signed, byte[] bytes) {
    return new SignedStoreRequest(
            "PUT", URI.create(signed.getString("url")), signed.<String, String>getMap("headers"))
        .send(bytes);
  }

  private List<ObjectKey> imagesOf(String id) {
    return store.list(ObjectKey.derivedPrefix(new RandomId(id), PictureWriter.IMAGE_NAME), null);
  }

  private static byte[] image(String format) {
    var image = new BufferedImage(2000, 1000, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(Color.GREEN);
    graphics.fillRect(0, 0, 2000, 1000);
    graphics.dispose();
    try (var bytes = new ByteArrayOutputStream()) {
      ImageIO.write(image, format, bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
