package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Caller;
import dev.slipway.testing.Clips;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
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
  private static final int AT_ONCE = 4;

  @TempDir static Path clips;
  private static Path clip;

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();

  private final AtomicBoolean away = new AtomicBoolean(true);
  private Path file;

  @BeforeAll
  static void makeClip() {
    clip = Clips.mp4(clips, 1);
  }

  @BeforeEach
  void interrupt() {
    giveUpWhatOthersLeft();
    file = Copies.copy(clip, directory.resolve("film.mp4"), 1);
    journey.page().onDialog(Dialog::accept);
    journey.meetPuts(
        (count, route) -> {
          if (!away.get()) {
            route.resume();
          }
        });
  }

  @AfterEach
  void giveUpWhatOthersLeft() {
    var creator = Caller.as("creator");
    creator
        .request()
        .get("/api/uploads?status=OPEN")
        .jsonPath()
        .<String>getList("id")
        .forEach(id -> creator.request().delete("/api/uploads/{id}", id));
  }

  @Test
  void goesOnWithTheSameFileAfterAReload() {
    var id = interrupted();

    assertThat(row()).containsText("film.mp4");
    journey.picture("unfinished");
    away.set(false);
    row().getByLabel("Choose the file of film").setInputFiles(file);

    var card = UploadCard.of(journey.page(), file);
    card.reaches("done");
    assertThat(card.id()).isEqualTo(id);
    assertThat(row()).hasCount(0);
    assertThat(journey.page().locator("#unfinished")).isHidden();
  }

  @Test
  void findsItWhereTheFileIsJustChosenAgain() {
    var id = interrupted();
    away.set(false);

    var card = UploadCard.choose(journey.page(), file);

    card.reaches("done");
    assertThat(card.id()).isEqualTo(id);
    assertThat(card.part("plan")).containsText("resumes where it stopped");
    assertThat(row()).hasCount(0);
  }

  @Test
  void mixesNoOtherFileIn() {
    var id = interrupted();
    away.set(false);
    var other = Copies.copy(clip, directory.resolve("other/film.mp4"), 2);

    row().getByLabel("Choose the file of film").setInputFiles(other);
    assertThat(notice())
        .containsText("“film.mp4” is a different file. The unfinished upload needs");
    assertThat(row()).hasCount(1);

    var card = UploadCard.choose(journey.page(), other);
    assertThat(notice())
        .hasText(
            "“film.mp4” differs from the unfinished upload of the same name. It will be uploaded"
                + " as a new file.");
    card.reaches("done");
    assertThat(card.id()).isNotEqualTo(id);
    assertThat(row()).hasCount(1);
  }

  @Test
  void discardsIt() {
    var id = interrupted();

    row().locator("summary").click();
    var sure = row().getByRole(AriaRole.BUTTON, named("Yes, discard film"));
    assertThat(sure).isVisible();
    assertThat(status(id)).isEqualTo("OPEN");
    journey.picture("unfinished-discard");
    sure.press("Enter");

    assertThat(row()).hasCount(0);
    assertThat(journey.page().getByLabel("Choose files")).isFocused();
    assertThat(journey.page().locator("#spoken")).hasText("“film” was discarded.");
    assertThat(status(id)).isEqualTo("ABORTED");
  }

  @Test
  void givesBackWhatWaitsToGoOn() {
    var id = interrupted();
    var page = journey.page();
    var card = waiting(page);

    card.press("Cancel");

    card.reaches("cancelled");
    assertThat(status(id)).isEqualTo("ABORTED");
  }

  @Test
  void cancelsNothingThatAnotherTabSends() {
    var first = UploadCard.choose(journey.uploads(), file);
    first.reaches("uploading");
    var tab = journey.context().newPage();
    tab.navigate("/");
    var second = waiting(tab);

    second.press("Cancel");

    second.reaches("failed");
    assertThat(second.part("outcome-text")).containsText("Another tab is sending this upload");
    second.press("Remove from list");
    assertThat(second.root()).hasCount(0);
    assertThat(status(first.id())).isEqualTo("OPEN");
  }

  @Test
  void waitsForNoListThatDoesNotCome() {
    away.set(false);
    journey.context().route("**/api/uploads?status=OPEN", route -> {});

    UploadCard.choose(journey.uploads(), file).reaches("done");
  }

  @Test
  void opensTheFileAgainByItself() {
    TestScripts.serveTo(journey.context());
    var page = journey.uploads();
    TestScripts.call(page, "drop.js", "dropFileWithHandle", "dropped.mp4");
    UploadCard.of(page, Path.of("dropped.mp4")).reaches("uploading");
    page.reload();
    away.set(false);

    row().getByRole(AriaRole.BUTTON, named("Resume")).click();

    UploadCard.of(page, Path.of("dropped.mp4")).reaches("rejected");
  }

  /** Chooses the file again behind so many others that it has to wait. */
  private UploadCard waiting(Page page) {
    page.getByLabel("Choose files").setInputFiles(Copies.of(file, directory, "before", AT_ONCE));
    assertThat(page.locator("article[data-phase=uploading]")).hasCount(AT_ONCE);
    var card = UploadCard.choose(page, file);
    card.reaches("waiting");
    assertThat(card.part("plan")).containsText("resumes where it stopped");
    return card;
  }

  private static String status(String id) {
    return Caller.as("creator").request().get("/api/uploads/{id}", id).path("status");
  }

  /** Starts an upload that doesn't reach the store, and reloads the page. */
  private String interrupted() {
    var page = journey.uploads();
    var card = UploadCard.choose(page, file);
    card.reaches("uploading");
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

  private Locator notice() {
    return journey.page().locator("#refusals [data-part=text]");
  }
}
