package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user sends files through the application, and sees who decided and what it cost. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LabUploadJourneyTest {
  @RegisterExtension final Journey journey = new Journey();
  @TempDir Path directory;

  @Test
  void sendsAFileAndDeletesItsVideo() throws IOException {
    var page = journey.as("creator").page();
    page.navigate("/lab");
    journey.find(AriaRole.LINK, "Upload through the application").click();
    page.getByLabel("Video").setInputFiles(PlayableVideos.mp4(directory, 1));

    journey.find(AriaRole.BUTTON, "Send").click();

    assertThat(page.locator("#result")).containsText("creator has the role creator");
    assertThat(page.locator("#result")).containsText("the cookie of your session");
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("Stored.");
    journey.find(AriaRole.BUTTON, "Delete the video").click();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("Deleted.");
    assertThat(Accessibility.violations(page)).isEmpty();
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void showsThatTheServerRefusesAViewer() {
    var page = journey.as("viewer").page();
    page.navigate("/lab/uploads");

    journey.find(AriaRole.BUTTON, "Send").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("The server answered 403.");
    assertThat(Accessibility.violations(page)).isEmpty();
  }
}
