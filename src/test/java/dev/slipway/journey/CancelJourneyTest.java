package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Clips;
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
  private static final int AT_ONCE = 4;

  @TempDir static Path directory;
  private static Path clip;

  @RegisterExtension final Journey journey = new Journey();

  @BeforeAll
  static void makeClips() {
    clip = Clips.mp4(directory, 1);
  }

  @Test
  void givesUpWhatIsUnderWay() {
    journey.meetPuts((count, route) -> {});
    var card = choose();
    card.reaches("uploading");
    var id = card.id();

    card.press("Cancel");

    card.reaches("cancelled");
    assertThat(card.part("outcome-text")).hasText("Cancelled. Nothing was kept.");
    assertThat(get("/api/uploads/" + id).getString("status")).isEqualTo("ABORTED");
    assertThat(get("/api/videos/" + id).getInt("status")).isEqualTo(404);
    journey.picture("cancelled");
  }

  @Test
  void startsAnewAfterwards() {
    journey.meetPuts(
        (count, route) -> {
          if (count > 1) {
            route.resume();
          }
        });
    var card = choose();
    card.reaches("uploading");
    var first = card.id();
    card.press("Cancel");
    card.reaches("cancelled");

    card.press("Retry");

    card.reaches("done");
    assertThat(card.id()).isNotEqualTo(first);
  }

  @Test
  void takesAWaitingFileOutOfTheQueue() throws IOException {
    var held = new ArrayList<Route>();
    journey.meetPuts((count, route) -> held.add(route));
    var files = Copies.of(clip, directory, "queued", AT_ONCE + 1);
    var page = journey.uploads();
    page.getByLabel("Choose files").setInputFiles(files);
    var last = UploadCard.of(page, files[AT_ONCE]);
    page.waitForCondition(() -> held.size() == AT_ONCE);
    last.reaches("waiting");

    last.press("Cancel");
    last.reaches("ready");
    last.press("Remove from list");
    assertThat(last.root()).hasCount(0);
    held.forEach(Route::resume);

    for (var i = 0; i < AT_ONCE; i++) {
      UploadCard.of(page, files[i]).reaches("done");
    }
    assertThat(held).hasSize(AT_ONCE);
  }

  @Test
  void saysThatItIsTooLateOnceTheStoreHasTheBytes() {
    var held = new ArrayList<Route>();
    journey.context().route("**/api/uploads/*/completion", route -> hold(route, held));
    var card = UploadCard.choose(journey.uploads(), clip);
    card.reaches("confirming");
    journey.page().waitForCondition(() -> !held.isEmpty());
    var id = held.get(0).request().url().replaceFirst(".*/uploads/(.*)/completion", "$1");
    journey.page().waitForCondition(() -> isStored(id));

    card.press("Cancel");

    card.reaches("done");
    assertThat(card.id()).isEqualTo(id);
  }

  private UploadCard choose() {
    return UploadCard.choose(journey.uploads(), clip);
  }

  private boolean isStored(String id) {
    return "STORED".equals(get("/api/uploads/" + id).getString("status"));
  }

  private JsonPath get(String path) {
    return JsonPath.from(journey.context().request().get(path).text());
  }

  // Only the first: the page asks again after the cancellation came too late.
  private static void hold(Route route, List<Route> held) {
    if (held.isEmpty()) {
      held.add(route);
    } else {
      route.resume();
    }
  }
}
