package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.M2tsFile;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user chooses files that aren't videos. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class RefusalJourneyTest {
  private static final String DIARY = "Dear diary, this is no video.\n";

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void rejectsATextFileWithTheNameOfAVideo() throws IOException {
    var text = Files.writeString(directory.resolve("holiday.mp4"), DIARY.repeat(50));
    var card = UploadCard.choose(journey.openUploadPage(), text);

    card.awaitPhase("rejected");
    assertThat(card.part("outcome-text")).containsText("The file is text/plain, not a video.");
    assertThat(card.part("format")).hasText("text/plain");
    journey.screenshot("upload-rejected");

    card.link("Open the video page").click();
    var region = journey.find(AriaRole.REGION, "Not playable");
    assertThat(region).containsText("Rejected");
    assertThat(region).containsText("The file is text/plain, not a video.");
    assertThat(journey.page().locator("video")).hasCount(0);
    journey.screenshot("watch-rejected");
  }

  @Test
  void refusesUnsupportedFileTypes() throws IOException {
    var html = Files.writeString(directory.resolve("page.html"), "<p>Hello");
    var card = UploadCard.choose(journey.openUploadPage(), html);

    assertThat(refusals())
        .hasText(
            "“page.html” can’t be uploaded: the file type text/html isn’t supported. Use MP4, MOV,"
                + " WebM, MKV or AVI.");
    var types = journey.page().locator(".limits");
    assertThat(types.locator("summary")).containsText("MP4, MOV, WebM, MKV, AVI and others, up to");
    types.locator("summary").click();
    assertThat(types).containsText("Matroska (.mkv), video/x-matroska");
    assertThat(journey.page().locator("#spoken")).containsText("page.html");
    assertThat(card.root()).hasCount(0);
    journey.screenshot("upload-refused");
  }

  @Test
  void acceptsRecordingsOfCameras() throws IOException {
    // Chromium doesn't know the type of this extension.
    var recording = Files.write(directory.resolve("00001.m2ts"), M2tsFile.bytes(2_000));
    var page = journey.openUploadPage();
    for (var extension : List.of("m2ts", "mts", "ts")) {
      assertThat(page.getByLabel("Choose files"))
          .hasAttribute("accept", Pattern.compile("[.]" + extension + "(,|$)"));
    }

    var card = UploadCard.choose(page, recording);

    card.awaitPhase("done");
    assertThat(card.part("format")).hasText("MPEG-TS (video/mp2t)");
  }

  @Test
  void uploadsTheOtherFilesWhenOneIsEmpty() throws IOException {
    var empty = Files.createFile(directory.resolve("empty.mp4"));
    var clip = PlayableVideos.mp4(directory, 1);
    var page = journey.openUploadPage();

    page.getByLabel("Choose files").setInputFiles(new Path[] {empty, clip});

    assertThat(refusals()).hasText("“empty.mp4” is empty.");
    UploadCard.of(page, clip).awaitPhase("done");
  }

  @Test
  void readsOutAllRefusals() throws IOException {
    var page = journey.openUploadPage();
    var files =
        new Path[] {
          Files.createFile(directory.resolve("one.mp4")),
          Files.createFile(directory.resolve("two.mp4")),
          Files.createFile(directory.resolve("three.mp4"))
        };

    page.getByLabel("Choose files").setInputFiles(files);

    assertThat(page.locator("#spoken"))
        .hasText("“one.mp4” is empty. “two.mp4” is empty. “three.mp4” is empty.");
  }

  @Test
  void explainsWhyTheServerRefused() {
    journey.context().route("**/api/uploads", RefusalJourneyTest::declareAsHtml);
    var card = UploadCard.choose(journey.openUploadPage(), PlayableVideos.mp4(directory, 1));

    card.awaitPhase("failed");
    assertThat(card.part("outcome-text"))
        .containsText("This file type isn't supported. Use MP4, MOV, WebM, MKV or AVI.");
  }

  // The page wouldn't send this, but the server must refuse it.
  private static void declareAsHtml(Route route) {
    var body = route.request().postData().replace("video/mp4", "text/html");
    route.resume(new Route.ResumeOptions().setPostData(body));
  }

  private Locator refusals() {
    return journey.find(AriaRole.LIST, "Notices about files").locator("[data-part=text]");
  }
}
