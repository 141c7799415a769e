package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user uploads a large file with interruptions. */
@QuarkusTest
@TestProfile(SmallParts.class)
@WithTestResource(EmbeddedServicesResource.class)
class PartsJourneyTest {
  /** Parts that reach the store before the others are held back. */
  private static final int THROUGH = 2;

  private static final Page.WaitForConditionOptions PATIENCE =
      new Page.WaitForConditionOptions().setTimeout(60_000);

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey elsewhere = new Journey();

  @Test
  void sendsEachPartOnceWithItsChecksum() {
    var film = Film.of(directory, "film.mp4", 1);
    var card = UploadCard.choose(journey.uploads(), film.path());
    card.reaches("done");

    assertThat(journey.partsTaken()).isEqualTo(Film.PARTS);
    assertThat(journey.requestsTo(journey.store()))
        .filteredOn(request -> "PUT".equals(request.method()))
        .allMatch(request -> request.headers().containsKey("x-amz-checksum-sha256"));
    assertThat(card.part("location")).containsText(card.id());
    film.requireStored(journey, card.id());
    assertThat(journey.complaints()).isEmpty();
  }

  @Test
  void pausesAndSendsNothingTwice() {
    var film = Film.of(directory, "paused.mp4", 2);
    var held = holdBack(journey);
    var card = begin(journey, film);

    card.press("Pause");
    card.reaches("paused");
    journey.picture("upload-paused");
    held.set(false);
    card.press("Resume");

    card.reaches("done");
    assertThat(journey.partsTaken()).isEqualTo(Film.PARTS);
    film.requireStored(journey, card.id());
  }

  @Test
  void goesOnAfterAReload() {
    var film = Film.of(directory, "reloaded.mp4", 3);
    var held = holdBack(journey);
    begin(journey, film);
    journey.page().onDialog(dialog -> dialog.accept());
    journey.page().reload();
    held.set(false);

    var card = UploadCard.choose(journey.page(), film.path());
    assertThat(card.part("plan")).containsText("resumes where it stopped");
    card.reaches("done");

    assertThat(journey.partsTaken()).isEqualTo(Film.PARTS);
    film.requireStored(journey, card.id());
  }

  @Test
  void goesOnOnAnotherMachineUnderAnotherName() throws IOException {
    var film = Film.of(directory, "first-machine.mp4", 4);
    holdBack(journey);
    begin(journey, film);
    journey.crash();

    var copy = Files.copy(film.path(), directory.resolve("second-machine.mp4"));
    var card = UploadCard.choose(elsewhere.uploads(), copy);
    card.reaches("done");

    var taken = new ArrayList<>(journey.partsTaken());
    taken.addAll(elsewhere.partsTaken());
    assertThat(taken).containsExactlyInAnyOrderElementsOf(Film.PARTS);
    film.requireStored(elsewhere, card.id());
  }

  @Test
  void mixesNoOtherFileIntoAnUpload() throws IOException {
    var film = Film.of(directory, "twin.mp4", 5);
    holdBack(journey);
    begin(journey, film);
    journey.crash();

    // Name, size, beginning, middle and end are the same, but a stored part differs.
    var twin = film.other(Files.createDirectory(directory.resolve("other")), held(journey));
    var card = UploadCard.choose(elsewhere.uploads(), twin.path());
    card.reaches("failed");
    assertThat(card.part("outcome-text")).containsText("This isn't the file");
    assertThat(elsewhere.partsTaken()).isEmpty();
    elsewhere.picture("upload-differs");

    card.press("Retry");
    card.reaches("done");
    twin.requireStored(elsewhere, card.id());
  }

  @Test
  void saysThatAnotherTabIsAtIt() {
    var film = Film.of(directory, "two-tabs.mp4", 6);
    var held = holdBack(journey);
    var first = begin(journey, film);
    var tab = journey.context().newPage();
    tab.waitForResponse("**/api/uploads?status=OPEN", () -> tab.navigate("/"));
    assertThat(tab.locator("#unfinished-list").getByText("two-tabs.mp4")).isHidden();

    var second = UploadCard.choose(tab, film.path());
    second.reaches("failed");
    assertThat(second.part("outcome-text")).containsText("Another tab is sending this upload");
    second.press("Remove from list");

    held.set(false);
    first.press("Pause");
    first.press("Resume");
    first.reaches("done");
    assertThat(journey.partsTaken()).isEqualTo(Film.PARTS);
  }

  @Test
  void goesUncheckedWhereTheBrowserCanNotHash() {
    // Like on plain http.
    journey
        .context()
        .addInitScript(
            "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });");
    var film = Film.of(directory, "plain-http.mp4", 8);
    var card = UploadCard.choose(journey.uploads(), film.path());
    assertThat(card.part("plan")).containsText("not verified, because");
    card.reaches("done");

    assertThat(journey.requestsTo(journey.store()))
        .noneMatch(request -> request.headers().containsKey("x-amz-checksum-sha256"));
    film.requireStored(journey, card.id());
  }

  @Test
  void keepsNoPartOfWhatIsCancelled() {
    var film = Film.of(directory, "cancelled.mp4", 7);
    holdBack(journey);
    var card = begin(journey, film);

    card.press("Cancel");

    card.reaches("cancelled");
    var open = journey.context().request().get("/api/uploads?status=OPEN").text();
    assertThat(open).doesNotContain("cancelled.mp4");
  }

  /** Starts an upload and waits until some of its parts are stored. */
  private UploadCard begin(Journey journey, Film film) {
    var card = UploadCard.choose(journey.uploads(), film.path());
    card.reaches("uploading");
    journey.page().waitForCondition(() -> journey.partsTaken().size() == THROUGH, PATIENCE);
    return card;
  }

  private static int held(Journey journey) {
    return journey.partsTaken().get(0);
  }

  /** Lets some parts through and holds the others back as long as the returned flag is set. */
  private static AtomicBoolean holdBack(Journey journey) {
    var holding = new AtomicBoolean(true);
    journey.meetPuts(
        (count, route) -> {
          if (!holding.get() || count <= THROUGH) {
            route.resume();
          }
        });
    return holding;
  }
}
