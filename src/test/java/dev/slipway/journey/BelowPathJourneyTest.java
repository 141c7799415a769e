package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.PathPrefixProfile;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user uploads and watches a video where the application has a path prefix. */
@QuarkusTest
@TestProfile(PathPrefixProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class BelowPathJourneyTest {
  private static final int SECONDS = 2;

  @TempDir static Path directory;

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void uploadsAndWatchesBelowThePath() throws IOException {
    var page = journey.page();
    page.navigate(PathPrefixProfile.PREFIX);
    assertThat(page).hasURL(Pattern.compile(PathPrefixProfile.PREFIX + "/login\\?return=%2F$"));
    page.getByLabel("Username").fill("creator");
    page.getByLabel("Password").fill("creator-demo");
    journey.find(AriaRole.BUTTON, "Log in").click();
    assertThat(page).hasURL(Pattern.compile(PathPrefixProfile.PREFIX + "/$"));

    var heldPuts = journey.holdPuts();
    var card = UploadCard.choose(page, PlayableVideos.mp4(directory, SECONDS));
    card.setTitle("Below a path");
    page.waitForCondition(() -> !heldPuts.isEmpty());
    heldPuts.forEach(Route::resume);
    card.awaitPhase("done");
    journey.screenshot("below-path");
    card.link("Open the video page").click();

    assertThat(journey.find(AriaRole.HEADING, "Below a path")).isVisible();
    page.waitForFunction("() => document.getElementById('player').readyState >= 2");
    assertThat(page).hasURL(Pattern.compile(PathPrefixProfile.PREFIX + "/videos/[a-z2-7]{26}$"));
    assertThat(journey.consoleErrors()).isEmpty();
    assertThat(journey.requestsTo(journey.app()))
        .isNotEmpty()
        .allMatch(request -> request.url().startsWith(journey.app() + PathPrefixProfile.PREFIX));
  }
}
