package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.MultipartStore;
import dev.slipway.testing.CustomSettingsProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user uploads a large file with interruptions. */
@QuarkusTest
@TestProfile(CustomSettingsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class PartsJourneyTest {
  private static final Pattern PART_NUMBER = Pattern.compile("[?&]partNumber=(\\d+)");

  /** Parts that reach the store before the others are held back. */
  private static final int PARTS_LET_THROUGH = 2;

  private static final Locator.GetByLabelOptions EXACT =
      new Locator.GetByLabelOptions().setExact(true);
  private static final Page.GetByRoleOptions CANCEL_QUESTION =
      new Page.GetByRoleOptions().setName("Cancel cancelled.mp4?").setExact(true);
  private static final Page.WaitForConditionOptions TIMEOUT =
      new Page.WaitForConditionOptions().setTimeout(60_000);

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey elsewhere = new Journey();

  @Inject MultipartStore multiparts;

  @Test
  void sendsEachPartOnceWithItsChecksum() {
    var file = LargeFile.of(directory, "film.mp4", 1);
    var card = UploadCard.choose(journey.openUploadPage(), file.path());
    card.awaitPhase("done");

    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
    assertThat(journey.requestsTo(journey.store()))
        .filteredOn(request -> "PUT".equals(request.method()))
        .isNotEmpty()
        .allMatch(request -> request.headers().containsKey("x-amz-checksum-sha256"));
    assertThat(card.part("location")).containsText(card.id());
    file.requireStored(journey, card.id());
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void walksThroughAnUploadInParts() {
    var file = LargeFile.of(directory, "walked.mp4", 9);
    var page = journey.as("creator").page();
    page.navigate("/lab/walk");
    page.getByLabel("Choose a file").setInputFiles(file.path());
    assertThat(page.locator("#step-1")).hasAttribute("data-state", "done");
    assertThat(page.locator("#step-1")).containsText("of each part, when it is sent");

    journey.find(AriaRole.BUTTON, "Run all").click();

    assertThat(page.locator("#step-7"))
        .hasAttribute("data-state", "done", new HasAttributeOptions().setTimeout(60_000));
    var sending = page.locator("#step-4");
    assertThat(sending).containsText("5 of 5");
    assertThat(sending).containsText("2 more parts");
    assertThat(sending).containsText("/completion");
    assertThat(page.locator("#step-6")).containsText("\"status\": \"READY\"");
    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void sendsNothingTwiceAfterAPause() {
    var file = LargeFile.of(directory, "paused.mp4", 2);
    var held = holdPartsBack(journey);
    var card = startUpload(journey, file);

    card.root().getByLabel("Pause paused.mp4", EXACT).press("Enter");
    card.awaitPhase("paused");
    // 10 of 22 MiB.
    assertThat(card.part("headline")).hasText("Paused, 45%");
    assertThat(card.part("numbers")).hasText("10.5 MB of 23.1 MB stored");
    assertThat(card.part("bar")).hasJSProperty("value", 10 / 22.0);
    assertThat(card.root().locator("[data-step=uploading]")).hasAttribute("aria-current", "step");
    assertThat(journey.page().locator("#spoken")).hasText("paused.mp4: Paused, 45%");
    journey.screenshot("upload-paused");
    held.set(false);
    card.root().getByLabel("Resume paused.mp4", EXACT).press("Enter");
    assertThat(card.root().getByLabel("Pause paused.mp4", EXACT)).isFocused();
    assertThat(journey.page().locator("#spoken")).hasText("paused.mp4: Resumed");

    card.awaitPhase("done");
    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
    file.requireStored(journey, card.id());
  }

  @Test
  void resumesAfterAReload() {
    var file = LargeFile.of(directory, "reloaded.mp4", 3);
    var held = holdPartsBack(journey);
    startUpload(journey, file);
    journey.page().onDialog(dialog -> dialog.accept());
    journey.page().reload();
    held.set(false);

    var card = UploadCard.choose(journey.page(), file.path());
    assertThat(card.part("plan")).containsText("resumes where it stopped");
    card.awaitPhase("done");

    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
    file.requireStored(journey, card.id());
  }

  @Test
  void resumesOnAnotherDeviceUnderAnotherName() throws IOException {
    var file = LargeFile.of(directory, "first-machine.mp4", 4);
    holdPartsBack(journey);
    startUpload(journey, file);
    journey.crash();

    var copy = Files.copy(file.path(), directory.resolve("second-machine.mp4"));
    var card = UploadCard.choose(elsewhere.openUploadPage(), copy);
    card.awaitPhase("done");

    var taken = new ArrayList<>(journey.storedParts());
    taken.addAll(elsewhere.storedParts());
    assertThat(taken).containsExactlyInAnyOrderElementsOf(LargeFile.PART_NUMBERS);
    file.requireStored(elsewhere, card.id());
  }

  @Test
  void neverMixesPartsOfTwoFiles() throws IOException {
    var file = LargeFile.of(directory, "twin.mp4", 5);
    holdPartsBack(journey);
    startUpload(journey, file);
    journey.crash();

    // Name, size, beginning, middle and end are the same, but a stored part differs.
    var twin =
        file.withChangedPart(
            Files.createDirectory(directory.resolve("other")), firstStoredPart(journey));
    var card = UploadCard.choose(elsewhere.openUploadPage(), twin.path());
    card.awaitPhase("failed");
    assertThat(card.part("outcome-text")).containsText("This isn’t the file");
    assertThat(elsewhere.storedParts()).isEmpty();
    elsewhere.screenshot("upload-differs");

    card.press("Retry");
    card.awaitPhase("done");
    twin.requireStored(elsewhere, card.id());
  }

  @Test
  void refusesAnUploadThatAnotherTabIsSending() {
    var file = LargeFile.of(directory, "two-tabs.mp4", 6);
    var held = holdPartsBack(journey);
    var first = startUpload(journey, file);
    var tab = journey.context().newPage();
    tab.waitForResponse("**/api/uploads?status=OPEN", () -> tab.navigate("/"));
    assertThat(tab.locator("#unfinished-list").getByText("two-tabs.mp4")).isHidden();

    var second = UploadCard.choose(tab, file.path());
    second.awaitPhase("failed");
    assertThat(second.part("outcome-text")).containsText("Another tab is sending this upload");
    second.press("Remove from list");

    held.set(false);
    first.press("Pause");
    first.press("Resume");
    first.awaitPhase("done");
    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
  }

  @Test
  void uploadsWithoutChecksumsWhereTheBrowserCannotHash() {
    // Like on plain http.
    journey
        .context()
        .addInitScript(
            "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });");
    var file = LargeFile.of(directory, "plain-http.mp4", 8);
    var card = UploadCard.choose(journey.openUploadPage(), file.path());
    assertThat(card.part("plan")).containsText("not verified, because");
    card.awaitPhase("done");

    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
    assertThat(journey.requestsTo(journey.store()))
        .isNotEmpty()
        .noneMatch(request -> request.headers().containsKey("x-amz-checksum-sha256"));
    file.requireStored(journey, card.id());
  }

  @Test
  void deletesThePartsOfACancelledUpload() {
    var file = LargeFile.of(directory, "cancelled.mp4", 7);
    holdPartsBack(journey);
    var card = startUpload(journey, file);
    var part =
        journey.requestsTo(journey.store()).stream()
            .filter(LargeFile::isPart)
            .findFirst()
            .orElseThrow();
    var key = LargeFile.key(part);
    var uploadId = LargeFile.uploadId(part);
    assertThat(multiparts.listParts(key, uploadId).orElseThrow()).hasSize(PARTS_LET_THROUGH);

    card.press("Cancel");
    var question = journey.page().getByRole(AriaRole.GROUP, CANCEL_QUESTION);
    assertThat(question).containsText("The uploaded data will be deleted.");
    assertThat(card.button("Keep uploading")).isFocused();
    journey.page().setViewportSize(320, 844);
    assertThat(Accessibility.violations(journey.page())).isEmpty();
    journey.screenshot("upload-cancel-question");
    journey.page().keyboard().press("Escape");
    assertThat(question).isHidden();
    assertThat(card.root().getByLabel("Cancel cancelled.mp4", EXACT)).isFocused();
    assertThat(multiparts.listParts(key, uploadId).orElseThrow()).hasSize(PARTS_LET_THROUGH);
    card.cancelAndConfirm();

    card.awaitPhase("cancelled");
    assertThat(multiparts.listParts(key, uploadId)).isEmpty();
    var open = journey.context().request().get("/api/uploads?status=OPEN");
    assertThat(open.status()).isEqualTo(200);
    assertThat(open.text()).doesNotContain("cancelled.mp4");
  }

  /** Starts an upload and waits until some of its parts are stored. */
  private UploadCard startUpload(Journey journey, LargeFile file) {
    var card = UploadCard.choose(journey.openUploadPage(), file.path());
    card.awaitPhase("uploading");
    journey
        .page()
        .waitForCondition(() -> journey.storedParts().size() == PARTS_LET_THROUGH, TIMEOUT);
    return card;
  }

  private static int firstStoredPart(Journey journey) {
    return journey.storedParts().get(0);
  }

  /**
   * Lets the first parts through and holds the others back as long as the returned flag is set. By
   * number, because the last part is shorter and its request may be the first to arrive.
   */
  private static AtomicBoolean holdPartsBack(Journey journey) {
    var holding = new AtomicBoolean(true);
    journey.interceptPuts(
        (count, route) -> {
          if (!holding.get() || partNumber(route) <= PARTS_LET_THROUGH) {
            route.resume();
          }
        });
    return holding;
  }

  private static int partNumber(Route route) {
    var number = PART_NUMBER.matcher(route.request().url());
    assertThat(number.find()).isTrue();
    return Integer.parseInt(number.group(1));
  }
}
