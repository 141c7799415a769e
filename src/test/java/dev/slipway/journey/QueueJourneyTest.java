package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user uploads many files at once. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class QueueJourneyTest {
  /** Requests to the store at once, over all files. */
  private static final int MAX_REQUESTS = 4;

  @TempDir static Path clips;
  private static Path clip;

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();

  @BeforeAll
  static void makeClip() {
    clip = PlayableVideos.mp4(clips, 1);
  }

  @Test
  void uploadsEveryFileAndClearsTheList() {
    var page = choose(ClipCopies.of(clip, directory, "many", 9));

    assertThat(counts()).hasText("9 files · 9 done");
    assertThat(page.locator("article[data-phase=done]")).hasCount(9);
    assertThat(page.locator("#queue-total")).isHidden();
    assertThat(journey.requestsTo(journey.app()))
        .filteredOn(request -> request.url().endsWith("/api/uploads?status=STORED"))
        .hasSize(1);
    assertThat(page.locator(".outcome-word:visible")).hasCount(9);
    journey.screenshot("queue-done");
    var card = page.locator("article.upload").first();
    var copy = card.locator("[data-part=copy]");
    copy.evaluate("element => (element.hidden = false)");
    assertThat(copy.boundingBox().width).isGreaterThan(card.boundingBox().width * 0.8);
    assertThat(card.locator(".upload-result").boundingBox().width).isLessThan(500);
    card.getByText("Details and link").click();
    assertThat(card.locator(".upload-result").boundingBox().width).isGreaterThan(600);
    journey.screenshot("queue-done-open");

    journey.find(AriaRole.BUTTON, "Clear finished").click();
    assertThat(page.locator("article.upload")).hasCount(0);
    assertThat(page.locator("#queue")).isHidden();
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void pausesAndResumesAll() {
    var heldRequests = new ArrayList<Route>();
    journey.interceptPuts((count, route) -> hold(count, route, heldRequests));
    // No other test sends these files: the page would also announce that they were uploaded before.
    var files =
        IntStream.rangeClosed(41, 46)
            .mapToObj(
                number ->
                    ClipCopies.copy(clip, directory.resolve("paused-" + number + ".mp4"), number))
            .toArray(Path[]::new);
    var page = choose(files);
    page.waitForCondition(() -> heldRequests.size() == MAX_REQUESTS);
    assertThat(page.locator("#queue-total")).isVisible();

    journey.find(AriaRole.BUTTON, "Pause all").click();

    assertThat(page.locator("article[data-phase=paused]")).hasCount(6);
    assertThat(counts()).hasText("6 files · 6 paused");
    assertThat(journey.find(AriaRole.BUTTON, "Resume all")).isFocused();
    assertThat(page.locator("#spoken")).hasText("6 files paused");
    journey.screenshot("queue-paused");
    journey.find(AriaRole.BUTTON, "Resume all").click();

    assertThat(page.locator("#spoken")).containsText("6 files resumed");
    assertThat(counts()).hasText("6 files · 6 done");
  }

  @Test
  void recognisesDuplicates() throws IOException {
    var file = ClipCopies.copy(clip, directory.resolve("a.mp4"), 1);
    var copy = Files.copy(file, directory.resolve("copy of a.mp4"));
    var page = choose(file, copy);
    page.getByLabel("Choose files").setInputFiles(file);

    // A notice remains as long as it offers an action.
    var sameContent = "“copy of a.mp4” has the same content as “a.mp4”, so it wasn’t added.";
    var sameFile = "“a.mp4” is already in the list, so it wasn’t added.";
    assertThat(notices()).hasText(new String[] {sameContent, sameFile});
    assertThat(page.locator("article.upload")).hasCount(1);

    page.getByLabel("Choose files").setInputFiles(copy);
    assertThat(notices()).hasText(new String[] {sameFile, sameContent});
    journey.screenshot("queue-duplicate");
    var close = journey.find(AriaRole.BUTTON, "Close");
    close.first().click();
    assertThat(notices()).hasText(sameContent);
    assertThat(close).isFocused();
    journey.find(AriaRole.BUTTON, "Upload it anyway").click();
    assertThat(UploadCard.of(page, copy).root().locator(":focus")).hasCount(1);
    UploadCard.of(page, copy).awaitPhase("done");
  }

  @Test
  void mentionsAVideoOfTheSameFile() {
    var file = ClipCopies.copy(clip, directory.resolve("twice.mp4"), 55);
    var page = choose(file);
    var first = UploadCard.of(page, file);
    first.awaitPhase("done");
    var id = first.id();
    assertThat(first.part("copy")).isHidden();
    first.press("Remove from list");
    assertThat(first.root()).hasCount(0);

    page.getByLabel("Choose files").setInputFiles(file);

    var second = UploadCard.of(page, file);
    assertThat(second.part("copy")).hasText("You already have this file as twice");
    assertThat(second.link("twice")).hasAttribute("href", "/videos/" + id);
    second.awaitPhase("done");
    assertThat(second.id()).isNotEqualTo(id);
    journey.screenshot("upload-copy");
  }

  @Test
  void movesAnUrgentFileToTheFront() {
    var heldRequests = new ArrayList<Route>();
    journey.interceptPuts((count, route) -> hold(count, route, heldRequests));
    var files = ClipCopies.of(clip, directory, "hurried", 7);
    var page = choose(files);
    page.waitForCondition(() -> heldRequests.size() == MAX_REQUESTS);
    var last = UploadCard.of(page, files[6]);
    last.awaitPhase("waiting");
    assertThat(last.part("headline")).hasText("Waiting for other files");
    assertThat(last.part("headline")).isVisible();
    assertThat(last.part("bar")).isHidden();
    journey.screenshot("queue-waiting");
    page.setViewportSize(512, 800);
    assertThat(last.button("Upload first")).isVisible();
    assertThat(last.root().locator(".upload-name").boundingBox().width).isGreaterThan(100);
    journey.screenshot("queue-waiting-narrow");

    last.press("Upload first");

    assertThat(page.locator("article.upload h3").first()).hasText("hurried-7");
    last.awaitPhase("uploading");
    assertThat(last.part("headline")).hasText("Waiting for other files");
    heldRequests.get(0).resume();
    last.awaitPhase("done");
    assertThat(heldRequests.get(MAX_REQUESTS).request().url()).contains(last.id());
    heldRequests.subList(1, MAX_REQUESTS).forEach(Route::resume);
    assertThat(counts()).hasText("7 files · 7 done");
  }

  @Test
  void keepsTheScreenOnDuringUploads() {
    journey
        .context()
        .addInitScript(
            """
            window.locks = [];
            Object.defineProperty(navigator, "wakeLock", { value: {
              request: async (kind) => (locks.push(kind), { release: () => locks.pop() }) } });\
            """);
    var heldRequests = journey.holdPuts();
    var page = choose(clip);
    page.waitForCondition(() -> !heldRequests.isEmpty());
    assertThat(page.evaluate("locks.join()")).isEqualTo("screen");
    assertThat(page).hasTitle(Pattern.compile("^\\d+% · Upload · Slipway$"));

    heldRequests.forEach(Route::resume);
    UploadCard.of(page, clip).awaitPhase("done");
    assertThat(page).hasTitle("Done · Upload · Slipway");

    assertThat(page.evaluate("locks.length")).isEqualTo(0);
  }

  @Test
  void opensLinksInANewTabDuringAnUpload() {
    var heldRequests = journey.holdPuts();
    var page = choose(clip);
    var card = UploadCard.of(page, clip).openDetails();
    page.waitForCondition(() -> !heldRequests.isEmpty());

    var video = page.waitForPopup(() -> card.part("page").click());
    video.close();
    heldRequests.forEach(Route::resume);
    card.awaitPhase("done");
    card.part("page").click();

    assertThat(page).hasURL(Pattern.compile("/videos/[a-z2-7]{26}$"));
  }

  @Test
  void warnsBeforeClosingThePageDuringAnUpload() {
    journey.interceptPuts((count, route) -> {});
    var page = choose(clip);
    UploadCard.of(page, clip).awaitPhase("uploading");
    var warnings = new ArrayList<String>();
    page.onDialog(
        dialog -> {
          warnings.add(dialog.type());
          dialog.dismiss();
        });
    // Browsers warn only after the user has interacted with the page.
    page.locator("#queue-title").click();

    page.close(new Page.CloseOptions().setRunBeforeUnload(true));

    page.waitForCondition(() -> !warnings.isEmpty());
    assertThat(warnings).containsExactly("beforeunload");
  }

  @Test
  void retriesFailedUploads() {
    journey.interceptPuts((count, route) -> refuse(count, route, 2));
    choose(ClipCopies.of(clip, directory, "failed", 3));
    assertThat(counts()).hasText("3 files · 1 done · 2 failed");
    journey.screenshot("queue-failed");

    journey.find(AriaRole.BUTTON, "Retry failed").click();

    assertThat(counts()).hasText("3 files · 3 done");
  }

  @Test
  void uploadsTheVideosOfAFolder() throws IOException {
    var root = directory.resolve("holiday");
    ClipCopies.copy(clip, root.resolve("one.mp4"), 1);
    ClipCopies.copy(clip, root.resolve("beach/two.mp4"), 2);
    Files.writeString(root.resolve("notes.txt"), "Sun cream");
    Files.writeString(root.resolve(".DS_Store"), "View");
    var page = journey.openUploadPage();

    page.getByLabel("Choose a folder").setInputFiles(root);

    assertThat(counts()).hasText("2 files · 2 done");
    assertThat(page.getByText("holiday/beach/two.mp4")).isVisible();
    assertThat(notices()).hasText("1 other file in the folder was skipped.");
  }

  @Test
  void saysThatAFolderHasNoVideos() throws IOException {
    var root = Files.createDirectory(directory.resolve("old"));
    Files.writeString(root.resolve("one.flv"), "Flash");
    Files.writeString(root.resolve("two.flv"), "Flash");
    var page = journey.openUploadPage();

    page.getByLabel("Choose a folder").setInputFiles(root);

    assertThat(notices()).hasText("No video files were found in the folder.");
    assertThat(page.locator("#spoken")).hasText("No video files were found in the folder.");
  }

  @Test
  void countsTheSkippedFilesBesideAnEmptyVideo() throws IOException {
    var root = Files.createDirectory(directory.resolve("mixed"));
    Files.createFile(root.resolve("empty.mp4"));
    Files.writeString(root.resolve("one.txt"), "One");
    Files.writeString(root.resolve("two.txt"), "Two");
    var page = journey.openUploadPage();

    page.getByLabel("Choose a folder").setInputFiles(root);

    assertThat(notices())
        .hasText(
            new String[] {"“empty.mp4” is empty.", "2 other files in the folder were skipped."});
  }

  @Test
  void acceptsADroppedFolderWithItsSubfolders() {
    TestScripts.serveTo(journey.context());
    var page = journey.openUploadPage();

    TestScripts.call(page, "drop.js", "dropFolder");

    // The texts are no videos. Names are sorted by their numbers.
    assertThat(counts()).hasText("3 files · 3 rejected");
    assertThat(page.locator("article.upload h3")).hasText(new String[] {"9", "10", "3"});
  }

  @Test
  void saysThatADroppedFolderIsEmpty() {
    TestScripts.serveTo(journey.context());
    var page = journey.openUploadPage();

    TestScripts.call(page, "drop.js", "dropEmptyFolder");

    assertThat(notices()).hasText("No video files were found in the folder.");
  }

  @Test
  void savesDetailsDuringTheUpload() {
    var heldRequests = journey.holdPuts();
    var page = choose(clip);
    var card = UploadCard.of(page, clip).openDetails();
    page.waitForCondition(() -> !heldRequests.isEmpty());

    card.titleField().fill("At the lake");
    card.root().getByLabel("Description").fill("One line\nand another");
    card.root().getByLabel("Visibility").selectOption("unlisted");
    card.root().getByLabel("Tags").fill("lake,  summer,");
    assertThat(card.part("saved")).hasText("Saved");
    card.root().getByLabel("Tags").blur();
    assertThat(page.locator("#spoken")).containsText("Saved");
    assertThat(card.part("page")).isVisible();
    journey.screenshot("upload-details");
    heldRequests.forEach(Route::resume);
    card.awaitPhase("done");
    card.titleField().fill("At the lake, again");
    card.titleField().blur();
    assertThat(card.part("saved")).hasText("Saved");

    var video = JsonPath.from(journey.context().request().get("/api/videos/" + card.id()).text());
    assertThat(video.getString("title")).isEqualTo("At the lake, again");
    assertThat(video.getString("description")).isEqualTo("One line\nand another");
    assertThat(video.getList("tags", String.class)).containsExactly("lake", "summer");
    assertThat(video.getString("visibility")).isEqualTo("unlisted");
  }

  @Test
  void savesDetailsThatWereTypedJustBeforeLeaving() {
    var file = ClipCopies.copy(clip, directory.resolve("left.mp4"), 78);
    var page = choose(file);
    var card = UploadCard.of(page, file).openDetails();
    card.awaitPhase("done");
    var address = "/api/videos/" + card.id();

    card.titleField().fill("Typed last");
    page.navigate("/videos");

    page.waitForCondition(
        () ->
            "Typed last"
                .equals(
                    JsonPath.from(journey.context().request().get(address).text())
                        .getString("title")));
  }

  @Test
  void savesDetailsOfAWaitingFile() {
    var heldRequests = new ArrayList<Route>();
    journey.interceptPuts((count, route) -> hold(count, route, heldRequests));
    var files = ClipCopies.of(clip, directory, "said", MAX_REQUESTS + 2);
    var page = choose(files);
    page.waitForCondition(() -> heldRequests.size() == MAX_REQUESTS);
    var waiting = UploadCard.of(page, files[MAX_REQUESTS + 1]).openDetails();
    waiting.awaitPhase("waiting");

    waiting.titleField().fill("Said early");
    waiting.root().getByLabel("Description").fill("While it waits");
    waiting.root().getByLabel("Visibility").selectOption("unlisted");
    assertThat(waiting.part("saved")).hasText("Saved");
    heldRequests.subList(0, MAX_REQUESTS).forEach(Route::resume);
    waiting.awaitPhase("done");

    var video =
        JsonPath.from(journey.context().request().get("/api/videos/" + waiting.id()).text());
    assertThat(video.getString("title")).isEqualTo("Said early");
    assertThat(video.getString("description")).isEqualTo("While it waits");
    assertThat(video.getString("visibility")).isEqualTo("unlisted");
  }

  @Test
  void savesDetailsWhileTheUploadIsOpened() {
    var heldRequests = new ArrayList<Route>();
    journey.context().route("**/api/uploads", heldRequests::add);
    var file = ClipCopies.copy(clip, directory.resolve("opened.mp4"), 99);
    var page = choose(file);
    var card = UploadCard.of(page, file).openDetails();
    page.waitForCondition(() -> !heldRequests.isEmpty());

    card.titleField().fill("Said late");
    assertThat(card.part("saved")).hasText("Saved");
    heldRequests.forEach(Route::resume);
    card.awaitPhase("done");

    var address = "/api/videos/" + card.id();
    page.waitForCondition(
        () ->
            "Said late"
                .equals(
                    JsonPath.from(journey.context().request().get(address).text())
                        .getString("title")));
  }

  @Test
  void savesDetailsWhileTheUploadEnds() {
    var heldRequests = new ArrayList<Route>();
    journey.context().route("**/api/uploads/*/completion", heldRequests::add);
    var file = ClipCopies.copy(clip, directory.resolve("ending.mp4"), 77);
    var page = choose(file);
    var card = UploadCard.of(page, file).openDetails();
    card.awaitPhase("confirming");
    page.waitForCondition(() -> !heldRequests.isEmpty());
    var upload = "/api/uploads/" + card.id();
    // The notification closes the upload.
    page.waitForCondition(
        () -> journey.context().request().get(upload).text().contains("\"STORED\""));

    card.titleField().fill("At the last moment");
    card.titleField().blur();
    assertThat(card.part("saved")).hasText("Saving…");
    heldRequests.forEach(Route::resume);

    assertThat(card.part("saved")).hasText("Saved");
    card.awaitPhase("done");
    var video = JsonPath.from(journey.context().request().get("/api/videos/" + card.id()).text());
    assertThat(video.getString("title")).isEqualTo("At the last moment");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void savesDetailsWhenTheServerCanBeReachedAgain() {
    var heldRequests = journey.holdPuts();
    var file = ClipCopies.copy(clip, directory.resolve("interrupted.mp4"), 76);
    var page = choose(file);
    var card = UploadCard.of(page, file).openDetails();
    page.waitForCondition(() -> !heldRequests.isEmpty());
    var upload = "**/api/uploads/" + card.id();
    journey.context().route(upload, route -> route.abort("connectionreset"));

    card.titleField().fill("Typed without a network");
    assertThat(card.part("saved"))
        .hasText(
            "Not saved. The server can’t be reached. Check the network. The page tries again"
                + " automatically.");
    assertThat(card.part("unsaved")).isHidden();
    card.root().getByText("Details and link").click();
    assertThat(card.part("unsaved")).isVisible();
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("upload-details-not-saved");
    journey.context().unroute(upload);
    page.evaluate("dispatchEvent(new Event('online'))");

    assertThat(card.part("unsaved")).isHidden();
    assertThat(card.part("saved")).hasText("Saved");
    heldRequests.forEach(Route::resume);
    card.awaitPhase("done");
    var video = JsonPath.from(journey.context().request().get("/api/videos/" + card.id()).text());
    assertThat(video.getString("title")).isEqualTo("Typed without a network");
  }

  @Test
  void announcesOnlyNewTexts() {
    // No other test sends this file: the page would also announce that it was uploaded before.
    var file = ClipCopies.copy(clip, directory.resolve("announced.mp4"), 31);
    var cut = new AtomicInteger();
    journey.interceptPuts(
        (count, route) -> {
          if (count <= 2) {
            cut.set(count);
            route.abort("connectionreset");
          } else {
            route.resume();
          }
        });
    var page = journey.openUploadPage();
    page.evaluate(
        """
        () => {
          window.heard = [];
          const spoken = document.getElementById("spoken");
          new MutationObserver(() => heard.push(spoken.textContent)).observe(spoken, { childList: true });
        }\
        """);

    var card = UploadCard.choose(page, file);
    card.awaitPhase("done");

    assertThat(cut).hasValue(2);
    // The text of the page is changed before it is announced.
    page.waitForFunction("() => heard.at(-1).includes('Uploaded')");
    // Texts of the same moment are announced together.
    assertThat(page.evaluate("heard.join(' ').replace(/(added|again)[.] /g, '$1 ')"))
        .isEqualTo(
            "1 file added announced.mp4: Connection lost. Trying again announced.mp4: Uploaded."
                + " Only you and administrators can see it.");
  }

  private Page choose(Path... files) {
    var page = journey.openUploadPage();
    page.getByLabel("Choose files").setInputFiles(files);
    return page;
  }

  private Locator counts() {
    return journey.page().locator("#queue-counts");
  }

  private Locator notices() {
    return journey
        .find(AriaRole.LIST, "Notices about files")
        .getByRole(AriaRole.LISTITEM)
        .locator("[data-part=text]");
  }

  private static void hold(int count, Route route, List<Route> heldRequests) {
    heldRequests.add(route);
    if (count > MAX_REQUESTS) {
      route.resume();
    }
  }

  private static void refuse(int count, Route route, int first) {
    if (count <= first) {
      StoreError.REFUSED.respondTo(route);
    } else {
      route.resume();
    }
  }
}
