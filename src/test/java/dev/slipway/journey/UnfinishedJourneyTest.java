package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user returns to an unfinished upload. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class UnfinishedJourneyTest {
  /** Files that are uploaded at once; the others wait. */
  private static final int MAX_UPLOADS = 4;

  @TempDir static Path clips;
  private static Path clip;

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();

  private final AtomicBoolean storeUnreachable = new AtomicBoolean(true);
  private Path file;

  @BeforeAll
  static void makeClip() {
    clip = PlayableVideos.mp4(clips, 1);
  }

  @BeforeEach
  void startWithoutUploads() {
    abortOpenUploads();
    file = ClipCopies.copy(clip, directory.resolve("film.mp4"), 1);
    journey.page().onDialog(Dialog::accept);
    journey.interceptPuts(
        (count, route) -> {
          if (!storeUnreachable.get()) {
            route.resume();
          }
        });
  }

  @AfterEach
  void abortOpenUploads() {
    var creator = ApiClient.as("creator");
    creator
        .request()
        .get("/api/uploads?status=OPEN")
        .jsonPath()
        .<String>getList("id")
        .forEach(id -> creator.request().delete("/api/uploads/{id}", id));
  }

  @Test
  void resumesWithTheSameFileAfterAReload() {
    var id = interruptUpload();

    assertThat(row()).containsText("film.mp4");
    journey.screenshot("unfinished");
    storeUnreachable.set(false);
    row().getByLabel("Choose the file of film").setInputFiles(file);

    var card = UploadCard.of(journey.page(), file);
    card.awaitPhase("done");
    assertThat(card.id()).isEqualTo(id);
    assertThat(row()).hasCount(0);
    assertThat(journey.page().locator("#unfinished")).isHidden();
  }

  @Test
  void resumesWhenTheFileIsChosenAgain() {
    var id = interruptUpload();
    storeUnreachable.set(false);

    var card = UploadCard.choose(journey.page(), file);

    card.awaitPhase("done");
    assertThat(card.id()).isEqualTo(id);
    assertThat(card.part("plan")).containsText("resumes where it stopped");
    assertThat(row()).hasCount(0);
  }

  @Test
  void uploadsAnotherFileOfTheSameNameAsANewOne() {
    var id = interruptUpload();
    storeUnreachable.set(false);
    var other = ClipCopies.copy(clip, directory.resolve("other/film.mp4"), 2);

    row().getByLabel("Choose the file of film").setInputFiles(other);
    assertThat(refusal())
        .containsText("“film.mp4” is a different file. The unfinished upload needs");
    journey.screenshot("unfinished-refused");
    assertThat(row()).hasCount(1);

    var card = UploadCard.choose(journey.page(), other);
    assertThat(notice())
        .hasText(
            "“film.mp4” differs from the unfinished upload of the same name. It will be uploaded"
                + " as a new file.");
    card.awaitPhase("done");
    assertThat(card.id()).isNotEqualTo(id);
    assertThat(row()).hasCount(1);
  }

  @Test
  void discardsAnUnfinishedUpload() {
    var id = interruptUpload();

    row().locator("summary").click();
    var sure = row().getByRole(AriaRole.BUTTON, named("Yes, discard film"));
    assertThat(sure).isVisible();
    assertThat(status(id)).isEqualTo("OPEN");
    journey.screenshot("unfinished-discard");
    sure.press("Escape");
    assertThat(sure).isHidden();
    assertThat(row().locator("summary")).isFocused();
    row().locator("summary").press("Enter");
    sure.press("Enter");

    assertThat(row()).hasCount(0);
    assertThat(journey.page().getByLabel("Choose files")).isFocused();
    assertThat(journey.page().locator("#spoken")).hasText("“film” was discarded.");
    assertThat(status(id)).isEqualTo("ABORTED");
  }

  @Test
  void showsThatAnUploadIsBeingDiscarded() {
    var id = interruptUpload();
    var heldRequests = new ArrayList<Route>();
    journey.context().route("**/api/uploads/" + id, heldRequests::add);
    row().locator("summary").click();
    row().getByRole(AriaRole.BUTTON, named("Yes, discard film")).click();

    var discard = row().getByRole(AriaRole.BUTTON, named("Discarding… film"));
    assertThat(discard).isVisible();
    discard.dispatchEvent("click");
    assertThat(Accessibility.violations(journey.page())).isEmpty();
    journey.screenshot("unfinished-discarding");
    assertThat(notice()).hasCount(0);
    journey.page().waitForCondition(() -> !heldRequests.isEmpty());
    heldRequests.forEach(Route::resume);

    assertThat(row()).hasCount(0);
    assertThat(notice()).hasCount(0);
    assertThat(status(id)).isEqualTo("ABORTED");
  }

  @Test
  void showsWhatAnotherTabHasDiscarded() {
    var id = interruptUpload();
    assertThat(row()).hasCount(1);

    ApiClient.as("creator").request().delete("/api/uploads/{id}", id).then().statusCode(204);
    journey.page().evaluate("document.dispatchEvent(new Event('visibilitychange'))");

    assertThat(row()).hasCount(0);
  }

  @Test
  void abortsAnUploadThatWaitsToResume() {
    var id = interruptUpload();
    var page = journey.page();
    var card = chooseBehindOthers(page);

    card.cancelAndConfirm();

    card.awaitPhase("cancelled");
    assertThat(status(id)).isEqualTo("ABORTED");
  }

  @Test
  void neverCancelsAnUploadThatAnotherTabIsSending() {
    var first = UploadCard.choose(journey.openUploadPage(), file);
    first.awaitPhase("uploading");
    var tab = journey.context().newPage();
    tab.navigate("/");
    var second = chooseBehindOthers(tab);

    second.cancelAndConfirm();

    second.awaitPhase("failed");
    assertThat(second.part("outcome-text")).containsText("Another tab is sending this upload");
    second.press("Remove from list");
    assertThat(second.root()).hasCount(0);
    assertThat(status(first.id())).isEqualTo("OPEN");
  }

  @Test
  void uploadsWithoutTheListIfItDoesNotLoad() {
    storeUnreachable.set(false);
    var asked = new AtomicBoolean();
    journey.context().route("**/api/uploads?status=OPEN", route -> asked.set(true));

    UploadCard.choose(journey.openUploadPage(), file).awaitPhase("done");

    assertThat(asked).isTrue();
  }

  @Test
  void resumesADroppedFileWithoutChoosingItAgain() {
    TestScripts.serveTo(journey.context());
    var page = journey.openUploadPage();
    TestScripts.call(page, "drop.js", "dropFileWithHandle", "dropped.mp4");
    awaitRememberedFile(page, "dropped.mp4");
    page.reload();
    storeUnreachable.set(false);

    row().getByRole(AriaRole.BUTTON, named("Resume")).click();

    UploadCard.of(page, Path.of("dropped.mp4")).awaitPhase("rejected");
  }

  @Test
  void saysWhatToDoIfTheBrowserMayNotReadTheFile() {
    TestScripts.serveTo(journey.context());
    var page = journey.openUploadPage();
    TestScripts.call(page, "drop.js", "dropFileWithHandle", "refused.mp4");
    awaitRememberedFile(page, "refused.mp4");
    page.reload();
    page.evaluate("FileSystemHandle.prototype.requestPermission = async () => 'denied'");

    row().getByRole(AriaRole.BUTTON, named("Resume")).click();

    assertThat(refusal())
        .hasText(
            "The browser isn’t allowed to read “refused.mp4”. Press Resume again and allow it, or"
                + " choose the file.");
    assertThat(row().getByLabel("Choose the file of refused")).isFocused();
    assertThat(row()).hasCount(1);
  }

  /** Waits until the upload has begun and the browser has stored the handle of its file. */
  private static void awaitRememberedFile(Page page, String name) {
    var card = UploadCard.of(page, Path.of(name));
    card.awaitPhase("uploading");
    page.waitForFunction(
        "async (id) => {"
            + " const { UploadMemory } = await import('/uploads/client/localUploads.js');"
            + " return (await new UploadMemory().handleOf(id)) !== null; }",
        card.id());
  }

  /** Chooses the file again after enough others that it has to wait. */
  private UploadCard chooseBehindOthers(Page page) {
    page.getByLabel("Choose files")
        .setInputFiles(ClipCopies.of(file, directory, "before", MAX_UPLOADS));
    assertThat(page.locator("article[data-phase=uploading]")).hasCount(MAX_UPLOADS);
    var card = UploadCard.choose(page, file);
    card.awaitPhase("waiting");
    assertThat(card.part("plan")).containsText("resumes where it stopped");
    return card;
  }

  private static String status(String id) {
    return ApiClient.as("creator").request().get("/api/uploads/{id}", id).path("status");
  }

  /** Starts an upload that doesn't reach the store, and reloads the page. */
  private String interruptUpload() {
    var page = journey.openUploadPage();
    var card = UploadCard.choose(page, file);
    card.awaitPhase("uploading");
    var id = card.id();
    page.reload();
    return id;
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  private Locator row() {
    return journey.page().locator("#unfinished-list > li");
  }

  private Locator refusal() {
    return row().locator("[data-part=refusal]");
  }

  private Locator notice() {
    return journey.page().locator("#refusals [data-part=text]");
  }
}
