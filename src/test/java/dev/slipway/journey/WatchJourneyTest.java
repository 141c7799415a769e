package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PlayableVideos;
import dev.slipway.testing.SignedStoreRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user watches and edits a video. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class WatchJourneyTest {
  private static final Page.GetByLabelOptions EXACT = new Page.GetByLabelOptions().setExact(true);
  private static final String READY = "() => document.getElementById('player')?.readyState >= 2";

  @TempDir static Path directory;
  private static byte[] clip;

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  @BeforeAll
  static void makeClip() throws IOException {
    clip = Files.readAllBytes(PlayableVideos.mp4(directory, 1));
  }

  @Test
  void renewsAnExpiredUrlDuringPlayback() {
    var gets = new AtomicInteger();
    journey
        .context()
        .route(
            url -> url.startsWith(journey.store() + "/"),
            route -> {
              if (gets.incrementAndGet() == 1) {
                StoreError.EXPIRED.respondTo(route);
              } else {
                route.resume();
              }
            });
    var page = journey.as("creator").page();
    page.navigate("/videos/" + uploadVideo("creator"));

    page.waitForFunction(READY);

    assertThat(page.locator("#player-trouble")).isHidden();
    assertThat(journey.requestsTo(journey.app()))
        .filteredOn(request -> request.url().endsWith("/urls"))
        .hasSize(1);
  }

  @Test
  void downloadsUnderTheOriginalFileName() throws IOException {
    var page = journey.as("creator").page();
    page.navigate("/videos/" + uploadVideo("creator"));

    var download = page.waitForDownload(() -> journey.find(AriaRole.LINK, "Download").click());

    assertThat(download.suggestedFilename()).isEqualTo("Été im Garten.mp4");
    assertThat(Files.readAllBytes(download.path())).isEqualTo(clip);
  }

  @Test
  void keepsAPrivateVideoFromOthers() {
    var id = uploadVideo("creator");
    var page = journey.page();
    page.navigate("/videos/" + id);
    assertThat(page).hasURL(Pattern.compile("/login\\?return="));

    journey.as("creator2");
    page.navigate("/videos/" + id);

    assertThat(page.getByText("Status 404")).isVisible();
  }

  @Test
  void editsTheDetails() {
    var id = uploadVideo("creator");
    var page = journey.as("creator").page();
    page.navigate("/videos/" + id);
    page.getByText("Title, description and visibility").click();
    page.getByLabel("Title", EXACT).fill("Sommer am See ☀️");
    page.getByLabel("Description").fill("First line\n\n<b>not bold</b>\n" + "ü🎬".repeat(1_600));
    page.getByLabel("Visibility").selectOption("unlisted");
    journey.screenshot("watch-edit");
    journey.find(AriaRole.BUTTON, "Save").click();

    assertThat(page).hasURL(Pattern.compile("/videos/" + id + "$"));
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Sommer am See ☀️");
    assertThat(page.locator(".description")).containsText("<b>not bold</b>");
    assertThat(page.locator(".timeline")).containsText("Details changed");
    journey.screenshot("watch-described");

    journey.as("viewer");
    page.navigate("/videos/" + id);
    assertThat(page.locator(".description")).containsText("First line");
    assertThat(page.getByText("Title, description and visibility")).hasCount(0);
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void keepsTheInputWhenItIsRefused() {
    var id = uploadVideo("creator");
    var page = unscripted.as("creator").page();
    page.navigate("/videos/" + id);
    page.getByText("Title, description and visibility").click();
    page.getByLabel("Title", EXACT).fill("   ");
    page.getByLabel("Description").fill("Still here");
    unscripted.find(AriaRole.BUTTON, "Save").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("title");
    assertThat(page.getByLabel("Description")).hasValue("Still here");
    unscripted.screenshot("watch-refused");
    page.getByLabel("Title", EXACT).fill("A title");
    unscripted.find(AriaRole.BUTTON, "Save").click();
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("A title");
  }

  @Test
  void showsAVideoAsSoonAsItsUploadEnds() {
    var creator = ApiClient.as("creator");
    var upload = creator.open("Été im Garten.mp4", "video/mp4", clip);
    var id = upload.getString("id");
    var page = journey.as("creator").page();
    page.navigate("/videos/" + id);
    assertThat(page.getByText("still being uploaded")).isVisible();
    assertThat(page.getByText("Été im Garten.mp4")).isVisible();
    journey.screenshot("watch-awaited");

    SignedStoreRequest.of(upload).send(clip);
    creator.complete(id);

    // The page reloads by itself.
    page.waitForFunction(READY);
    assertThat(journey.consoleErrors()).isEmpty();
  }

  private static String uploadVideo(String owner) {
    return ApiClient.as(owner).upload("Été im Garten.mp4", clip).getString("id");
  }
}
