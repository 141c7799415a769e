package dev.slipway.catalogue.pages;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.SmallVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class CaptionFormsTest {
  private static final String CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n";

  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void addsAndDeletesCaptions() {
    var id = uploadVideo();
    send(creator, id, "en", CAPTIONS)
        .statusCode(303)
        .header("Location", endsWith("/videos/" + id + "?captions=saved#captions"));
    page(id, "?captions=saved").body(containsString("Captions saved."));

    form(creator)
        .post("/videos/{id}/captions/en/deletion", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/videos/" + id + "?captions=deleted#captions"));
    creator.request().get("/api/videos/{id}/captions", id).then().body("items", hasSize(0));
  }

  @Test
  void keepsTheInputOfARefusedForm() {
    send(creator, uploadVideo(), "e<n", CAPTIONS)
        .statusCode(400)
        .contentType("text/html")
        .body(containsString("BCP 47"))
        .body(containsString("value=\"e&lt;n\""));
    send(creator, uploadVideo(), "en", "Hello")
        .statusCode(400)
        .body(containsString("Line 1: expected times"));
    send(creator, uploadVideo(), "en", "").statusCode(400).body(containsString("Choose a caption"));
  }

  /** Some letters have bytes that are line breaks in other encodings, such as 0x85. */
  @Test
  void acceptsFileNamesOfAnyLanguage() {
    var body =
        "--x~Content-Disposition: form-data; name=\"language\"~~en~"
            + "--x~Content-Disposition: form-data; name=\"file\"; filename=\"Åхم.vtt\"~"
            + "Content-Type: text/vtt~~"
            + CAPTIONS
            + "~--x--";

    form(creator)
        .header("Content-Type", "multipart/form-data; boundary=x")
        .body(body.replace("~", "\r\n").getBytes(StandardCharsets.UTF_8))
        .post("/videos/{id}/captions", uploadVideo())
        .then()
        .statusCode(303);
  }

  @Test
  void acceptsFilesUpToTheLimit() {
    var megabyte = 1_000_000;
    var id = uploadVideo();
    send(creator, id, "en", CAPTIONS + "\n".repeat(megabyte - CAPTIONS.length())).statusCode(303);
    send(creator, id, "en", CAPTIONS + "\n".repeat(1024 * 1024)).statusCode(413);
  }

  @Test
  void keepsNameAndDefaultOfReplacedCaptions() {
    var id = uploadVideo();
    creator
        .request()
        .contentType("text/vtt")
        .body(CAPTIONS)
        .put("/api/videos/{id}/captions/en?label=Clear English&default=true", id)
        .then()
        .statusCode(200);

    send(creator, id, "en", CAPTIONS.replace("Hello", "Hello again")).statusCode(303);

    creator
        .request()
        .get("/api/videos/{id}/captions", id)
        .then()
        .body("items", hasSize(1))
        .body("items[0].label", equalTo("Clear English"))
        .body("items[0].byDefault", equalTo(true));
  }

  @Test
  void refusesOthersAndOtherSites() {
    var id = uploadVideo();
    send(ApiClient.as("creator2"), id, "en", CAPTIONS).statusCode(404);
    send(ApiClient.as("viewer"), id, "en", CAPTIONS).statusCode(403);
    creator
        .request()
        .header("Sec-Fetch-Site", "cross-site")
        .multiPart("file", "captions.vtt", CAPTIONS.getBytes(StandardCharsets.UTF_8))
        .formParam("language", "en")
        .post("/videos/{id}/captions", id)
        .then()
        .statusCode(403);
  }

  /** The page of a refused form is the one of managers, with file name and location. */
  @Test
  @Asvs("8.2.3")
  void aRefusedFormShowsOthersNothingOfAPublicVideo() {
    var id = creator.upload("internal-name.mp4", SmallVideos.next()).getString("id");
    creator
        .request()
        .contentType("application/json")
        .body("{\"title\": \"Public title\", \"visibility\": \"public\"}")
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
    var other = ApiClient.as("creator2");
    Eventually.holds(
        "others may watch the video",
        () -> other.request().get("/api/videos/{id}", id).statusCode() == 200);

    send(other, id, "e<n", CAPTIONS)
        .statusCode(403)
        .body(not(containsString("internal-name")))
        .body(not(containsString("slipway-videos")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "multipart/form-data|--x--",
        "multipart/form-data; boundary=|--x--",
        "multipart/form-data; boundary=\"|--x--",
        "multipart/form-data; boundary=x; charset=none|--x--",
        "multipart/form-data; boundary=x|",
        "multipart/form-data; boundary=x|--y--",
        "multipart/form-data; boundary=x|--x",
        "multipart/form-data; boundary=x|--x~no header~~a~--x--",
        "multipart/form-data; boundary=x|--x~Content-Disposition: form-data~a~--x--",
        "multipart/form-data; boundary=x|--x~Content-Disposition: form-data; name=a~~a~--x",
        "multipart/form-data; boundary=x|--x~~a~--x--",
        "multipart/form-data; boundary=x|--x~Content-Disposition: form-data; name=language~"
            + "Content-Type: text/plain; charset=none~~a~--x--",
        "multipart/form-data; boundary=x|--x~Content-Disposition: form-data; name=language~"
            + "Content-Transfer-Encoding: base64~~%~--x--",
        "multipart/form-data; boundary=x|--x~Content-Disposition: attachment~~a~--x--"
      })
  void refusesMalformedForms(String contentType, String body) {
    form(creator)
        .header("Content-Type", contentType)
        .body((body == null ? "" : body.replace("~", "\r\n")).getBytes(StandardCharsets.UTF_8))
        .post("/videos/{id}/captions", uploadVideo())
        .then()
        .statusCode(lessThan(500));
  }

  private ValidatableResponse page(String id, String query) {
    return creator.request().get("/videos/" + id + query).then().statusCode(200);
  }

  private static io.restassured.specification.RequestSpecification form(ApiClient client) {
    return client.request().redirects().follow(false).header("Sec-Fetch-Site", "same-origin");
  }

  private static ValidatableResponse send(
      ApiClient client, String id, String language, String captions) {
    return form(client)
        .multiPart("file", "captions.vtt", captions.getBytes(StandardCharsets.UTF_8), "text/vtt")
        .multiPart("language", language)
        .multiPart("label", "")
        .post("/videos/{id}/captions", id)
        .then();
  }

  private String uploadVideo() {
    return creator.upload("clip.mp4", SmallVideos.next()).getString("id");
  }
}
