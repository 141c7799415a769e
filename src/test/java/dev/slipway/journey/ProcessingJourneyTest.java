package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.catalogue.Rejection;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.QueuedProcessingProfile;
import dev.slipway.processing.TestAttempts;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PlayableVideos;
import dev.slipway.testing.SmallVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** People see that a video is being checked, and what the check found. */
@QuarkusTest
@TestProfile(QueuedProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class ProcessingJourneyTest {
  private static final int PHONE_WIDTH = 390;
  private static final int HEIGHT = 844;

  @TempDir Path directory;

  @Inject TestAttempts attempts;

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  @Test
  void uploadCardShowsTheCheckAndThenThatTheVideoIsReady() {
    var page = journey.openUploadPage();
    var card = UploadCard.choose(page, PlayableVideos.mp4(directory, 1));

    card.awaitPhase("processing");
    assertThat(card.root()).containsText("Checking the video…");
    checkAccessibility(page, "upload-processing");
    attempts.accept(card.id());

    card.awaitPhase("done");
    assertThat(card.root()).not().containsText("Checking");
    assertThat(card.root()).containsText("MP4 (video/mp4), h264, aac, 1920 × 1080, 1:02");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void uploadCardSaysWhyTheVideoIsRejected() {
    var page = journey.openUploadPage();
    var card = UploadCard.choose(page, PlayableVideos.mp4(directory, 1));
    card.awaitPhase("processing");
    var id = card.id();

    attempts.reject(id, Rejection.CODEC_NOT_ALLOWED, "The video codec is magicyuv.");

    card.awaitPhase("rejected");
    assertThat(card.root()).containsText("The video codec is magicyuv.");
    page.navigate("/videos/mine");
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("The video codec is magicyuv.");
    checkAccessibility(page, "mine-rejected");
    page.navigate("/videos/" + id);
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("deleted permanently after");
    assertThat(journey.find(AriaRole.LINK, "Download").first()).isVisible();
    assertThat(journey.find(AriaRole.HEADING, "Share")).hasCount(0);
    checkAccessibility(page, "watch-rejected-codec");
    var admin = unscripted.as("admin").page();
    admin.navigate("/admin/processing?state=done");
    assertThat(admin.getByRole(AriaRole.ROW).nth(1)).containsText("Codec not allowed");
  }

  @Test
  void pageOfTheVideoPlaysItWhenTheCheckEnds() {
    var id = upload();
    var page = journey.as("creator").page();
    page.navigate("/videos/" + id);
    assertThat(page.getByText("Checking the video…")).isVisible();
    checkAccessibility(page, "watch-processing");

    attempts.accept(id);

    assertThat(page.locator("#player")).isVisible();
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("1920 × 1080");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void pageWaitsWhileItsOwnerEditsTheDetails() {
    var id = upload();
    var page = journey.as("creator").page();
    page.navigate("/videos/" + id);
    page.getByText("Edit details").click();
    page.getByLabel("Description").fill("Not saved yet");
    attempts.accept(id);

    page.waitForResponse("**/videos/mine", () -> page.evaluate("fetch('/videos/mine')"));

    assertThat(page.getByLabel("Description")).hasValue("Not saved yet");
  }

  @Test
  void ownerTriesAgainWhenTheCheckFailed() {
    var id = upload();
    attempts.kill(id, "ffprobe was killed after 30 s");
    var page = unscripted.as("creator").page();
    page.navigate("/videos/" + id);
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("ffprobe was killed after 30 s");
    checkLayout(page, "watch-dead");

    unscripted.find(AriaRole.BUTTON, "Try again").click();

    assertThat(page.getByText("Checking the video…")).isVisible();
    attempts.accept(id);
  }

  @Test
  void administratorRetriesADeadJob() {
    upload();
    attempts.begin(upload());
    var id = upload();
    attempts.kill(id, "ffprobe was killed after 30 s");
    var page = journey.as("admin").page();
    page.navigate("/admin/videos");
    journey.find(AriaRole.NAVIGATION, "Admin").getByText("Media jobs").click();
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("Reading the format 40%");
    checkAccessibility(page, "processing");
    page.navigate("/admin/processing?state=dead");
    var row =
        page.getByRole(AriaRole.ROW)
            .filter(
                new Locator.FilterOptions()
                    .setHas(page.locator("a[href='/admin/videos/" + id + "']")));
    assertThat(row).containsText("ffprobe was killed after 30 s");

    row.locator("button:has-text('Retry')").click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("queued again");
    assertThat(page).hasURL(Pattern.compile("state=dead"));
    assertThat(journey.consoleErrors()).isEmpty();
  }

  private static String upload() {
    return ApiClient.as("creator").upload("clip.mp4", SmallVideos.next()).getString("id");
  }

  /** In both colour schemes and on a phone. */
  private void checkAccessibility(Page page, String name) {
    for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      assertThat(Accessibility.violations(page)).as(name + " " + scheme).isEmpty();
      journey.screenshot(name + "-" + scheme.name().toLowerCase(Locale.ROOT));
    }
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    checkLayout(page, name);
    journey.screenshot(name + "-phone");
    page.setViewportSize(1280, HEIGHT);
  }

  private static void checkLayout(Page page, String name) {
    page.setViewportSize(PHONE_WIDTH, HEIGHT);
    var width = (Integer) page.evaluate("document.documentElement.scrollWidth");
    assertThat(width).as(name).isLessThanOrEqualTo(PHONE_WIDTH);
  }
}
