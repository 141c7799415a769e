package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user sets the details of several files at once. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BatchDetailsJourneyTest {
  private static final String SUMMARY = "Title, description, tags and visibility of all files";

  @RegisterExtension final Journey journey = new Journey();

  @TempDir Path directory;

  @Test
  void setsTheDetailsOfAllFilesAndOfLaterOnes() {
    var heldPuts = journey.holdPuts();
    var page = journey.openUploadPage();
    var clips = ClipCopies.of(PlayableVideos.mp4(directory, 1), directory.resolve("b"), "day", 4);
    page.getByLabel("Choose files").setInputFiles(clips[0]);
    UploadCard.of(page, clips[0]).id();
    assertThat(page.getByText(SUMMARY)).isHidden();

    page.getByLabel("Choose files").setInputFiles(Arrays.copyOfRange(clips, 1, 3));
    page.getByText(SUMMARY).click();
    page.locator("#batch-title").fill("Norway {number}: {name}");
    page.locator("#batch-description").fill("Summer holidays");
    page.locator("#batch-tags").fill("norway, fjord");
    page.locator("#batch-visibility").selectOption("unlisted");
    journey.find(AriaRole.BUTTON, "Apply to all files").click();

    assertThat(page.locator("#batch-result").getByText("Applied to 3 files")).isVisible();
    assertThat(UploadCard.of(page, clips[1]).part("name")).hasText("Norway 2: day-2");
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("batch-details");
    page.getByLabel("Choose files").setInputFiles(clips[3]);
    assertThat(UploadCard.of(page, clips[3]).part("name")).hasText("Norway 4: day-4");

    page.waitForCondition(() -> heldPuts.size() == clips.length);
    heldPuts.forEach(put -> put.resume());
    for (var number = 1; number <= clips.length; number++) {
      var card = UploadCard.of(page, clips[number - 1]);
      card.awaitPhase("done");
      var video = ApiClient.as("creator").request().get("/api/videos/{id}", card.id()).jsonPath();
      assertThat(video.getString("title")).isEqualTo("Norway " + number + ": day-" + number);
      assertThat(video.getString("description")).isEqualTo("Summer holidays");
      assertThat(video.getString("visibility")).isEqualTo("unlisted");
      assertThat(video.getList("tags", String.class)).containsExactly("norway", "fjord");
    }
  }

  @Test
  void keepsWhatTheFieldsLeaveEmpty() {
    var heldPuts = journey.holdPuts();
    var page = journey.openUploadPage();
    var clips = ClipCopies.of(PlayableVideos.mp4(directory, 1), directory.resolve("k"), "kept", 2);
    page.getByLabel("Choose files").setInputFiles(clips);
    var first = UploadCard.of(page, clips[0]);
    first.setTitle("My own title");
    page.getByText(SUMMARY).click();
    apply();
    assertThat(page.locator("#batch-result").getByText("Enter a title, a description or tags"))
        .isVisible();

    page.locator("#batch-visibility").selectOption("public");
    apply();

    assertThat(page.locator("#batch-result").getByText("Applied to 2 files")).isVisible();
    assertThat(first.part("name")).hasText("My own title");
    assertThat(first.part("visibility")).hasValue("public");
    assertThat(heldPuts).isNotEmpty();
  }

  @Test
  void cardsOverrideTheDetailsOfAllFiles() {
    var heldPuts = journey.holdPuts();
    var page = journey.openUploadPage();
    var clips = ClipCopies.of(PlayableVideos.mp4(directory, 1), directory.resolve("o"), "own", 3);
    page.getByLabel("Choose files").setInputFiles(Arrays.copyOf(clips, 2));
    page.getByText(SUMMARY).click();
    page.locator("#batch-title").fill("Trip: {name}");
    page.locator("#batch-description").fill("For all");
    page.locator("#batch-visibility").selectOption("unlisted");
    apply();
    assertThat(page.locator("#batch-result").getByText("Applied to 2 files")).isVisible();

    var first = UploadCard.of(page, clips[0]);
    first.setTitle("An own title");
    first.part("visibility").selectOption("private");
    page.getByLabel("Choose files").setInputFiles(clips[2]);

    assertThat(UploadCard.of(page, clips[2]).part("name")).hasText("Trip: own-3");
    assertThat(page.locator("#batch-title")).hasValue("Trip: {name}");
    assertThat(page.locator("#batch-description")).hasValue("For all");
    assertThat(page.locator("#batch-visibility")).hasValue("unlisted");
    assertThat(first.part("name")).hasText("An own title");
    page.waitForCondition(() -> heldPuts.size() == clips.length);
    heldPuts.forEach(put -> put.resume());
    var expected =
        Map.of(
            clips[0], List.of("An own title", "private"),
            clips[1], List.of("Trip: own-2", "unlisted"),
            clips[2], List.of("Trip: own-3", "unlisted"));
    expected.forEach(
        (clip, details) -> {
          var card = UploadCard.of(page, clip);
          card.awaitPhase("done");
          var video =
              ApiClient.as("creator").request().get("/api/videos/{id}", card.id()).jsonPath();
          assertThat(List.of(video.getString("title"), video.getString("visibility")))
              .isEqualTo(details);
          assertThat(video.getString("description")).isEqualTo("For all");
        });
  }

  private void apply() {
    journey.find(AriaRole.BUTTON, "Apply to all files").click();
  }
}
