package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PlayableVideos;
import dev.slipway.testing.SignedStoreRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
  private static final Locator.GetByRoleOptions DOWNLOAD_LINK =
      new Locator.GetByRoleOptions().setName("Download");
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
  void offersTheDownloadOfAPictureThatTheBrowserCannotShow() {
    var bytes = PlayableVideos.movWithUnsupportedPicture(directory, 2);
    var page = journey.as("creator").page();
    page.navigate("/videos/" + ApiClient.as("creator").upload("prores.mov", bytes).getString("id"));

    assertThat(trouble(page)).containsText("can’t show the picture");
    journey.screenshot("watch-no-picture");
    var download =
        page.waitForDownload(() -> trouble(page).getByRole(AriaRole.LINK, DOWNLOAD_LINK).click());
    assertThat(download.suggestedFilename()).isEqualTo("prores.mov");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void reportsThatNoFrameArrives() throws IOException {
    var bytes = Files.readAllBytes(PlayableVideos.withSound(directory, 8));
    journey
        .context()
        .addInitScript(
            "HTMLVideoElement.prototype.getVideoPlaybackQuality = () => ({ totalVideoFrames: 0 })");
    var page = journey.as("creator").page();
    page.navigate("/videos/" + ApiClient.as("creator").upload("clip.mov", bytes).getString("id"));
    page.waitForFunction(READY);
    assertThat(trouble(page)).isHidden();

    page.evaluate("() => { player.muted = true; player.playbackRate = 2; return player.play(); }");

    assertThat(trouble(page)).containsText("can’t show the picture");
  }

  @Test
  void tellsWhyAVideoCannotBePlayed() {
    var id = uploadVideo("creator");
    var page = journey.as("creator").page();
    page.navigate("/videos/" + id);
    page.waitForFunction(READY);

    assertTrouble(StoreError.MISSING::respondTo, "missing from the store", false);
    assertTrouble(StoreError.REFUSED::respondTo, "refuses to deliver", false);
    assertTrouble(StoreError.BUSY::respondTo, "reports an error", false);
    assertTrouble(Route::abort, "can’t be reached", false);
    assertTrouble(WatchJourneyTest::respondWithoutCors, "doesn’t allow this page", true);
    assertTrouble(WatchJourneyTest::respondWithNoise, "can’t play this video", true);
  }

  @Test
  void drawsTheTimelineBetweenLanes() {
    var page = unscripted.as("creator").page();
    page.navigate("/videos/" + uploadVideo("creator"));
    var timeline = page.locator("#timeline");

    assertThat(timeline.locator(".lane-titles")).hasText("ClientApplicationStore");
    var stored = timeline.getByRole(AriaRole.LISTITEM).nth(1);
    assertThat(stored).containsText("Client → to Store");
    assertThat(stored).containsText("Object stored");
    assertThat(stored.locator(".arrow")).isVisible();

    page.setViewportSize(390, 844);
    assertThat(stored.locator(".arrow")).isHidden();
    assertThat(stored.locator(".route")).isVisible();
  }

  @Test
  void tellsThatAVideoWasDeletedWhileItPlayed() {
    var id = uploadVideo("creator");
    var page = journey.as("creator").page();
    page.navigate("/videos/" + id);
    page.waitForFunction(READY);
    var video = ApiClient.as("creator").request().pathParam("id", id);
    journey.context().route(url -> url.startsWith(journey.store() + "/"), Route::abort);

    video.delete("/api/videos/{id}").then().statusCode(200);
    page.evaluate("() => player.load()");
    assertThat(trouble(page)).containsText("This video is in the trash. Restore it");

    video.delete("/api/videos/{id}?permanently=true").then().statusCode(204);
    page.evaluate("() => player.load()");
    assertThat(trouble(page)).containsText("This video was deleted permanently.");
  }

  @Test
  void signsTheDownloadWhenItIsRequested() {
    var page = unscripted.as("creator").page();
    page.navigate("/videos/" + uploadVideo("creator"));
    var link = unscripted.find(AriaRole.LINK, "Download");
    assertThat(link.getAttribute("href")).endsWith("/download");
    assertThat(page.locator("main a[href^='" + unscripted.store() + "']")).hasCount(0);

    link.focus();
    var download = page.waitForDownload(() -> page.keyboard().press("Enter"));

    assertThat(download.suggestedFilename()).isEqualTo("Été im Garten.mp4");
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
    page.getByText("Edit details").click();
    page.getByLabel("Title", EXACT).fill("Sommer am See ☀️");
    page.getByLabel("Description").fill("First line\n\n<b>not bold</b>\n" + "ü🎬".repeat(1_600));
    page.getByLabel("Visibility").selectOption("unlisted");
    page.getByLabel("Tags").fill("lake, <i>Summer</i>, Lake,");
    journey.screenshot("watch-edit");
    journey.find(AriaRole.BUTTON, "Save").click();

    assertThat(page.getByRole(AriaRole.STATUS)).hasText("Details saved.");
    // A reload doesn't say it again.
    assertThat(page).hasURL(Pattern.compile("/videos/" + id + "$"));
    page.reload();
    assertThat(page.getByText("Details saved.")).hasCount(0);
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Sommer am See ☀️");
    assertThat(page.locator(".description")).containsText("<b>not bold</b>");
    assertThat(page.locator("#timeline")).containsText("Details changed");
    assertThat(page.getByLabel("Tags", EXACT).getByRole(AriaRole.LISTITEM))
        .hasText(new String[] {"lake", "<i>Summer</i>"});
    journey.screenshot("watch-described");

    journey.as("viewer");
    page.navigate("/videos/" + id);
    assertThat(page.locator(".description")).containsText("First line");
    assertThat(page.locator(".tags")).containsText("lake");
    assertThat(page.getByText("Edit details")).hasCount(0);
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void asksBeforeItOverwritesAChangeFromAnotherTab() {
    var id = uploadVideo("creator");
    var page = unscripted.as("creator").page();
    page.navigate("/videos/" + id);
    page.getByText("Edit details").click();
    rename(id, "From another tab");
    page.getByLabel("Title", EXACT).fill("From this tab");
    page.getByLabel("Visibility").selectOption("unlisted");
    unscripted.find(AriaRole.BUTTON, "Save").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("changed elsewhere");
    assertThat(page.getByLabel("Title", EXACT)).hasValue("From this tab");
    assertThat(page.getByText("Saved: From another tab")).isVisible();
    assertThat(page.getByLabel("Visibility")).hasValue("unlisted");
    unscripted.screenshot("watch-conflict");
    page.setViewportSize(390, 844);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    unscripted.screenshot("watch-conflict-phone");

    unscripted.find(AriaRole.BUTTON, "Save").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Details saved.");
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("From this tab");
  }

  @Test
  void warnsBeforeThePageEndsWithUnsavedInput() {
    var id = uploadVideo("creator");
    var page = journey.as("creator").page();
    var warnings = new ArrayList<String>();
    page.onDialog(
        dialog -> {
          warnings.add(dialog.type());
          dialog.dismiss();
        });
    page.navigate("/videos/" + id);
    page.getByText("Edit details").click();
    page.getByLabel("Description").fill("Not saved yet");
    page.getByText("Edit details").click();

    page.close(new Page.CloseOptions().setRunBeforeUnload(true));
    page.waitForCondition(() -> !warnings.isEmpty());
    assertThat(warnings).containsExactly("beforeunload");

    // A closed form with input isn't reloaded either.
    rename(id, "Renamed elsewhere");
    var button =
        page.getByRole(
            AriaRole.BUTTON,
            new Page.GetByRoleOptions().setName("Reload the page and discard what you entered"));
    assertThat(button).isVisible();
    page.getByText("Edit details").click();
    assertThat(page.getByLabel("Description")).hasValue("Not saved yet");
    journey.find(AriaRole.BUTTON, "Save").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Details saved.");
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Renamed elsewhere");
    assertThat(page.locator(".description")).hasText("Not saved yet");
    assertThat(warnings).hasSize(1);
  }

  @Test
  void discardsUnsavedInputWithoutASecondQuestion() {
    var id = uploadVideo("creator");
    var page = journey.as("creator").page();
    var warnings = new ArrayList<String>();
    page.navigate("/videos/" + id);
    page.getByText("Edit details").click();
    page.getByLabel("Description").fill("Not saved yet");
    page.onDialog(
        dialog -> {
          warnings.add(dialog.type());
          dialog.accept();
        });
    rename(id, "Renamed elsewhere");

    page.getByText("Reload the page and discard what you entered").click();

    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Renamed elsewhere");
    assertThat(warnings).isEmpty();
  }

  @Test
  void keepsTheInputWhenItIsRefused() {
    var id = uploadVideo("creator");
    var page = unscripted.as("creator").page();
    page.navigate("/videos/" + id);
    page.getByText("Edit details").click();
    page.getByLabel("Title", EXACT).fill("   ");
    page.getByLabel("Description").fill("Still here");
    page.getByLabel("Tags").fill("one, two");
    unscripted.find(AriaRole.BUTTON, "Save").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("title");
    assertThat(page.getByLabel("Description")).hasValue("Still here");
    assertThat(page.getByLabel("Tags")).hasValue("one, two");
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

  @Test
  void showsAnUnlistedVideoToItsFirstVisitorAsSoonAsItsUploadEnds() {
    var creator = ApiClient.as("creator");
    var upload = creator.open("Été im Garten.mp4", "video/mp4", clip);
    var id = upload.getString("id");
    creator
        .request()
        .contentType("application/json")
        .body(Map.of("visibility", "unlisted"))
        .patch("/api/uploads/{id}", id)
        .then()
        .statusCode(200);
    var page = journey.page();
    page.navigate("/videos/" + id);
    assertThat(page.getByText("This video isn’t available yet")).isVisible();
    journey.screenshot("watch-awaited-by-strangers");

    SignedStoreRequest.of(upload).send(clip);
    creator.complete(id);

    page.waitForFunction(READY);
    assertThat(journey.consoleErrors()).isEmpty();
  }

  /** Reloads the player with a store that responds in this way, and checks the message. */
  private void assertTrouble(Consumer<Route> response, String text, boolean offersDownload) {
    var page = journey.page();
    Predicate<String> store = url -> url.startsWith(journey.store() + "/");
    journey.context().route(store, response);
    page.reload();

    assertThat(trouble(page)).containsText(text);
    assertThat(trouble(page).getByRole(AriaRole.LINK, DOWNLOAD_LINK))
        .hasCount(offersDownload ? 1 : 0);
    journey.context().unroute(store);
  }

  private static void respondWithoutCors(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setHeaders(Map.of("Access-Control-Allow-Origin", "https://another.example"))
            .setBody("Not for this page"));
  }

  private static void respondWithNoise(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setHeaders(Map.of("Access-Control-Allow-Origin", "*", "Content-Type", "video/mp4"))
            .setBody("This is no video. ".repeat(99)));
  }

  private static void rename(String id, String title) {
    ApiClient.as("creator")
        .request()
        .contentType("application/json")
        .body(Map.of("title", title))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
  }

  private static Locator trouble(Page page) {
    return page.locator("#player-trouble");
  }

  private static String uploadVideo(String owner) {
    return ApiClient.as(owner).upload("Été im Garten.mp4", clip).getString("id");
  }
}
