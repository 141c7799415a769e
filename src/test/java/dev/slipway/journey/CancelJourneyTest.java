package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user cancels uploads. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class CancelJourneyTest {
  /** Files that are uploaded at once; the others wait. */
  private static final int MAX_UPLOADS = 4;

  @TempDir static Path directory;
  private static Path clip;

  @RegisterExtension final Journey journey = new Journey();

  @BeforeAll
  static void makeClips() {
    clip = PlayableVideos.mp4(directory, 1);
  }

  @Test
  void cancelsARunningUpload() {
    journey.interceptPuts((count, route) -> {});
    var card = choose();
    card.awaitPhase("uploading");
    var id = card.id();
    card.root().getByText("What just happened").click();
    assertThat(card.part("steps")).containsText("Pre-signed URL");

    card.press("Cancel");

    card.awaitPhase("cancelled");
    assertThat(card.part("steps")).containsText("Pre-signed URL");
    assertThat(card.part("outcome-text")).hasText("Cancelled. Nothing was kept.");
    assertThat(get("/api/uploads/" + id).getString("status")).isEqualTo("ABORTED");
    assertThat(get("/api/videos/" + id).getInt("status")).isEqualTo(404);
    journey.screenshot("cancelled");
  }

  @Test
  void startsANewUploadAfterCancel() {
    journey.interceptPuts(
        (count, route) -> {
          if (count > 1) {
            route.resume();
          }
        });
    var card = choose();
    card.awaitPhase("uploading");
    var first = card.id();
    card.press("Cancel");
    card.awaitPhase("cancelled");

    card.press("Upload again");

    card.awaitPhase("done");
    assertThat(card.id()).isNotEqualTo(first);
  }

  @Test
  void removesAWaitingFileFromTheQueue() throws IOException {
    var heldRequests = journey.holdPuts();
    var files = ClipCopies.of(clip, directory, "queued", MAX_UPLOADS + 1);
    var page = journey.openUploadPage();
    page.getByLabel("Choose files").setInputFiles(files);
    var last = UploadCard.of(page, files[MAX_UPLOADS]);
    page.waitForCondition(() -> heldRequests.size() == MAX_UPLOADS);
    last.awaitPhase("waiting");

    last.press("Cancel");
    last.awaitPhase("ready");
    assertThat(last.button("Start")).isVisible();
    last.press("Remove from list");
    assertThat(last.root()).hasCount(0);
    heldRequests.forEach(Route::resume);

    for (var i = 0; i < MAX_UPLOADS; i++) {
      UploadCard.of(page, files[i]).awaitPhase("done");
    }
    assertThat(heldRequests).hasSize(MAX_UPLOADS);
  }

  @Test
  void cancelsAllFilesAfterAQuestion() {
    var heldRequests = journey.holdPuts();
    var files = ClipCopies.of(clip, directory, "all", MAX_UPLOADS + 2);
    var page = journey.openUploadPage();
    page.getByLabel("Choose files").setInputFiles(files);
    page.waitForCondition(() -> heldRequests.size() == MAX_UPLOADS);
    var ask = page.locator("#cancel-all summary");
    ask.press("Enter");
    var sure = journey.find(AriaRole.BUTTON, "Yes, cancel all");
    assertThat(Accessibility.violations(page)).isEmpty();
    page.setViewportSize(390, 844);
    journey.screenshot("cancel-all");
    sure.press("Escape");
    assertThat(sure).isHidden();
    assertThat(ask).isFocused();
    ask.press("Enter");

    sure.press("Enter");

    assertThat(page.locator("#queue-counts")).hasText("6 files · 6 cancelled");
    assertThat(page.locator("#cards :focus")).hasCount(1);
    assertThat(heldRequests).hasSize(MAX_UPLOADS);
  }

  @Test
  void acceptsAFileAgainThatWasCancelledBeforeItStarted() throws IOException {
    var heldRequests = journey.holdPuts();
    var files = ClipCopies.of(clip, directory, "again", MAX_UPLOADS + 1);
    var page = journey.openUploadPage();
    page.getByLabel("Choose files").setInputFiles(files);
    page.waitForCondition(() -> heldRequests.size() == MAX_UPLOADS);
    UploadCard.of(page, files[MAX_UPLOADS]).press("Cancel");
    UploadCard.of(page, files[MAX_UPLOADS]).awaitPhase("ready");

    page.getByLabel("Choose files").setInputFiles(files[MAX_UPLOADS]);

    assertThat(page.locator("article.upload")).hasCount(MAX_UPLOADS + 2);
    assertThat(page.locator("#refusals")).isEmpty();
  }

  @Test
  void finishesAnUploadThatIsCancelledTooLate() {
    var heldRequests = new ArrayList<Route>();
    journey.context().route("**/api/uploads/*/completion", route -> hold(route, heldRequests));
    var card = UploadCard.choose(journey.openUploadPage(), clip);
    card.awaitPhase("confirming");
    journey.page().waitForCondition(() -> !heldRequests.isEmpty());
    var id = heldRequests.get(0).request().url().replaceFirst(".*/uploads/(.*)/completion", "$1");
    journey.page().waitForCondition(() -> isStored(id));

    card.cancelAndConfirm();

    card.awaitPhase("done");
    assertThat(card.id()).isEqualTo(id);
    assertThat(card.part("outcome-text"))
        .hasText(
            "It was too late to cancel: the store already had the file. Delete the video on its"
                + " page. Uploaded. Only you and administrators can see it.");
  }

  @Test
  void cancelsAgainInsteadOfSendingAfterAFailedCancel() {
    var requests = new ArrayList<Route>();
    var heldCancels = new ArrayList<Route>();
    var heldRequests = journey.holdPuts();
    journey
        .context()
        .route(
            url -> url.matches(".*/api/uploads/[a-z2-7]{26}"),
            route -> {
              requests.add(route);
              if (requests.size() == 1) {
                route.fulfill(sessionEnded());
              } else {
                heldCancels.add(route);
              }
            });
    var card = choose();
    card.awaitPhase("uploading");
    var id = card.id();

    card.press("Cancel");

    card.awaitPhase("failed");
    assertThat(card.part("outcome-text")).containsText("The upload wasn’t cancelled. Your session");
    assertThat(card.part("kept")).isHidden();
    journey.screenshot("cancel-failed");
    card.press("Retry");
    journey.page().waitForCondition(() -> !heldCancels.isEmpty());
    card.awaitPhase("cancelling");
    assertThat(card.button("Cancel")).isDisabled();
    card.button("Cancel").dispatchEvent("click");
    assertThat(card.part("question")).isHidden();
    heldCancels.forEach(Route::resume);
    card.awaitPhase("cancelled");
    assertThat(heldRequests).hasSize(1);
    assertThat(get("/api/uploads/" + id).getString("status")).isEqualTo("ABORTED");
  }

  private UploadCard choose() {
    return UploadCard.choose(journey.openUploadPage(), clip);
  }

  private boolean isStored(String id) {
    return "STORED".equals(get("/api/uploads/" + id).getString("status"));
  }

  private JsonPath get(String path) {
    return JsonPath.from(journey.context().request().get(path).text());
  }

  private static Route.FulfillOptions sessionEnded() {
    return new Route.FulfillOptions()
        .setStatus(401)
        .setContentType("application/problem+json")
        .setBody("{\"code\": \"unauthenticated\"}");
  }

  // Only the first: the page asks again after the cancellation came too late.
  private static void hold(Route route, List<Route> heldRequests) {
    if (heldRequests.isEmpty()) {
      heldRequests.add(route);
    } else {
      route.resume();
    }
  }
}
