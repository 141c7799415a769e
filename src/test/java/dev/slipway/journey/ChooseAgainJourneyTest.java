package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CustomSettingsProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A file is moved away while it is being uploaded, and the user chooses it again. */
@QuarkusTest
@TestProfile(CustomSettingsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class ChooseAgainJourneyTest {
  private static final int PARTS_LET_THROUGH = 2;
  private static final String CHOOSE_AGAIN = "Choose the file again";
  private static final Page.WaitForConditionOptions TIMEOUT =
      new Page.WaitForConditionOptions().setTimeout(60_000);

  /** Each of the held functions hashes, and resolves when the page has the result. */
  private static final String HOLD_HASHES =
      """
      () => {
        const { postMessage } = Worker.prototype;
        window.heldHashes = [];
        Worker.prototype.postMessage = function (...message) {
          heldHashes.push(() => new Promise((resolve) => {
            this.addEventListener("message", ({ data }) => data.checksum && setTimeout(resolve));
            postMessage.apply(this, message);
          }));
        };
      }\
      """;

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();

  private final AtomicBoolean holding = new AtomicBoolean(true);
  private final List<Route> heldPuts = new ArrayList<>();

  @Test
  void continuesWithAFileThatWasMoved() throws IOException {
    var file = LargeFile.of(directory, "film.mp4", 41);
    var card = uploadUntilTheFileIsMoved(file);
    var id = card.id();
    assertThat(card.part("outcome-text")).containsText("can no longer be read");
    assertThat(card.button("Retry")).isHidden();
    journey.screenshot("upload-choose-again");
    card.setTitle("Kept title");

    chooseAgain(card, directory.resolve("moved/renamed.mp4"));

    var resumed = UploadCard.of(journey.page(), Path.of("renamed.mp4"));
    resumed.awaitPhase("done");
    assertThat(resumed.id()).isEqualTo(id);
    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
    assertThat(journey.page().locator("article.upload")).hasCount(1);
    assertThat(resumed.part("name")).hasText("Kept title");
    file.requireStored(journey, id);
  }

  @Test
  void recognisesTheFileAmongThoseChosenForThePage() throws IOException {
    var card = uploadUntilTheFileIsMoved(LargeFile.of(directory, "again.mp4", 45));
    var id = card.id();

    var resumed = UploadCard.choose(journey.page(), directory.resolve("moved/renamed.mp4"));

    resumed.awaitPhase("done");
    assertThat(resumed.id()).isEqualTo(id);
    assertThat(journey.page().locator("article.upload")).hasCount(1);
  }

  @Test
  void refusesAnotherFileAndKeepsTheUpload() throws IOException {
    var card = uploadUntilTheFileIsMoved(LargeFile.of(directory, "one.mp4", 42));
    var other = LargeFile.of(directory, "other.mp4", 43);

    chooseAgain(card, other.path());

    assertThat(card.part("outcome-text")).containsText("“other.mp4” is a different file");
    assertThat(journey.page().locator("#spoken")).containsText("is a different file");
    chooseAgain(card, directory.resolve("moved/renamed.mp4"));
    UploadCard.of(journey.page(), Path.of("renamed.mp4")).awaitPhase("done");
    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
  }

  @Test
  void keepsTheStoredPartsOfARemovedCard() throws IOException {
    var card = uploadUntilTheFileIsMoved(LargeFile.of(directory, "removed.mp4", 44));
    var id = card.id();
    assertThat(card.part("kept")).isVisible();

    card.press("Remove from list");

    var row = journey.page().locator("#unfinished-list > li");
    assertThat(card.root()).hasCount(0);
    assertThat(row.filter(new Locator.FilterOptions().setHasText("removed.mp4"))).isVisible();
    assertThat(notice()).containsText("“removed.mp4” was moved to the unfinished uploads");
    var upload = ApiClient.as("creator").request().get("/api/uploads/{id}", id).jsonPath();
    assertThat(upload.getString("status")).isEqualTo("OPEN");
    assertThat(upload.getList("parts")).hasSize(PARTS_LET_THROUGH);
    journey.screenshot("upload-removed");
  }

  @Test
  void uploadsNothingIfTheCardIsRemovedWhileTheFilesAreCompared() throws IOException {
    var card = uploadUntilTheFileIsMoved(LargeFile.of(directory, "gone.mp4", 46));
    journey.page().evaluate(HOLD_HASHES);
    chooseAgain(card, directory.resolve("moved/renamed.mp4"));
    assertThat(card.part("outcome-text")).hasText("Comparing the file…");

    card.press("Remove from list");
    assertThat(card.root()).hasCount(0);
    journey.page().evaluate("heldHashes[0]()");

    // An upload would hash the file again.
    assertThat(journey.page().evaluate("heldHashes.length")).isEqualTo(1);
  }

  /** Uploads two parts, moves the file to {@code moved/renamed.mp4}, and cuts the connections. */
  private UploadCard uploadUntilTheFileIsMoved(LargeFile file) throws IOException {
    journey.interceptPuts(
        (count, route) -> {
          if (!holding.get() || count <= PARTS_LET_THROUGH) {
            route.resume();
          } else {
            heldPuts.add(route);
          }
        });
    var page = journey.openUploadPage();
    var card = UploadCard.choose(page, file.path());
    page.waitForCondition(
        () -> journey.storedParts().size() == PARTS_LET_THROUGH && !heldPuts.isEmpty(), TIMEOUT);
    Files.createDirectories(directory.resolve("moved"));
    Files.move(file.path(), directory.resolve("moved/renamed.mp4"));
    holding.set(false);
    heldPuts.forEach(put -> put.abort("connectionreset"));
    card.awaitPhase("failed");
    return card;
  }

  private static void chooseAgain(UploadCard card, Path file) {
    card.root().getByLabel(CHOOSE_AGAIN).setInputFiles(file);
  }

  private Locator notice() {
    return journey.page().locator("#refusals [data-part=text]");
  }
}
