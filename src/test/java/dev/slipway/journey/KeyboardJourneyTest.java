package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user works with the keyboard only, perhaps with a screen reader. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class KeyboardJourneyTest {
  private static final int MAX_TABS = 15;

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void uploadsAndOpensTheVideo() {
    var clip = PlayableVideos.mp4(directory, 1);
    // Registered before the click. Otherwise the browser might open its own dialog first.
    var choosers = new ArrayList<FileChooser>();
    journey.page().onFileChooser(choosers::add);
    var page = journey.openUploadPage();
    tabTo(page.getByLabel("Choose files"));
    press("Enter");
    page.waitForCondition(() -> !choosers.isEmpty());
    choosers.get(0).setFiles(clip);
    var card = UploadCard.of(page, clip);
    tabTo(card.part("details").locator("summary"));
    press("Enter");
    tabTo(card.titleField());
    page.keyboard().press("ControlOrMeta+a");
    page.keyboard().type("By keyboard");

    card.awaitPhase("done");
    assertThat(page.locator("#spoken"))
        .hasText(clip.getFileName() + ": Uploaded. Only you and administrators can see it.");
    assertThat(card.titleField()).isFocused();
    press("Tab");
    assertThat(card.part("saved")).hasText("Saved");
    card.link("Open the video page").focus();
    press("Enter");
    assertThat(page).hasURL(Pattern.compile("/videos/[a-z2-7]{26}$"));
    assertThat(journey.find(AriaRole.HEADING, "By keyboard")).isVisible();
  }

  @Test
  void skipsToTheContent() {
    var page = journey.openUploadPage();

    press("Tab");
    assertThat(journey.find(AriaRole.LINK, "Skip to content")).isFocused();
    assertThat(journey.find(AriaRole.LINK, "Skip to content")).isInViewport();
    press("Enter");

    assertThat(page.locator("main")).isFocused();
    press("Tab");
    assertThat(page.getByLabel("Choose files")).isFocused();
    journey.screenshot("keyboard-focus");
  }

  @Test
  void keepsTheFocusOnTheCardWhileItChanges() {
    journey.interceptPuts((count, route) -> {});
    var clip = PlayableVideos.mp4(directory, 1);
    var card = UploadCard.choose(journey.openUploadPage(), clip);
    card.awaitPhase("uploading");
    tabTo(card.button("Cancel"));

    press("Enter");

    card.awaitPhase("cancelled");
    assertThat(card.button("Upload again")).isFocused();
    tabTo(card.button("Remove from list"));
    press("Enter");
    assertThat(card.root()).hasCount(0);
    assertThat(journey.page().getByLabel("Choose files")).isFocused();
  }

  private void tabTo(Locator target) {
    journey.tabTo(target, MAX_TABS);
  }

  private void press(String key) {
    journey.page().keyboard().press(key);
  }
}
