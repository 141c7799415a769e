package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The upload page shows a frame of each chosen file. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class PreviewJourneyTest {
  private static final int MANY = 30;

  /** Counts the addresses of files that the page has created and not revoked. */
  private static final String COUNT_URLS =
      """
      window.fileUrls = { created: 0, open: 0 };
      const { createObjectURL, revokeObjectURL } = URL;
      URL.createObjectURL = (file) => {
        window.fileUrls.created++;
        window.fileUrls.open++;
        return createObjectURL.call(URL, file);
      };
      URL.revokeObjectURL = (url) => {
        window.fileUrls.open--;
        revokeObjectURL.call(URL, url);
      };\
      """;

  private static final String CORNER_COLOUR =
      "canvas => [...canvas.getContext('2d').getImageData(310, 10, 1, 1).data]";

  @RegisterExtension final Journey journey = new Journey();

  @TempDir Path directory;

  private List<Route> heldPuts;
  private Page page;

  @BeforeEach
  void openPage() {
    heldPuts = journey.holdPuts();
    journey.context().addInitScript(COUNT_URLS);
    page = journey.openUploadPage();
  }

  @Test
  void showsAFrameWhileTheFileIsUploaded() {
    var card = UploadCard.choose(page, PlayableVideos.mp4(directory, 2));

    assertThat(card.part("preview").locator("canvas")).isVisible();
    // The blue of the clip, a little changed by the encoder.
    assertThat((List<?>) card.part("preview").locator("canvas").evaluate(CORNER_COLOUR))
        .satisfies(
            colour -> {
              assertThat((int) colour.get(0)).isLessThan(70);
              assertThat((int) colour.get(2)).isGreaterThan(150);
            });
    page.waitForCondition(() -> !heldPuts.isEmpty());
    assertThat(card.part("preview")).hasAttribute("aria-hidden", "true");
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("preview");
    heldPuts.forEach(put -> put.resume());
    card.awaitPhase("done");
    assertThat(card.part("preview").locator("canvas")).isVisible();
    page.waitForFunction("() => window.fileUrls.open === 0");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void showsAnIconForAPictureThatTheBrowserCannotShow() throws IOException {
    var mov = directory.resolve("prores.mov");
    Files.write(mov, PlayableVideos.movWithUnsupportedPicture(directory, 1));

    var card = UploadCard.choose(page, mov);

    page.waitForFunction("() => window.fileUrls.created === 1 && window.fileUrls.open === 0");
    assertThat(card.part("preview").locator("svg")).isVisible();
    assertThat(card.part("preview").locator("canvas")).hasCount(0);
    page.waitForCondition(() -> !heldPuts.isEmpty());
  }

  @Test
  void showsFramesOfManyFilesAsTheyAreSeen() {
    var copies = ClipCopies.of(PlayableVideos.mp4(directory, 1), directory, "copy", MANY);
    page.getByLabel("Choose files").setInputFiles(copies);
    var last = UploadCard.of(page, copies[MANY - 1]);

    assertThat(canvasOf(UploadCard.of(page, copies[0]))).isVisible();
    page.waitForFunction("() => window.fileUrls.open === 0");
    assertThat(last.part("preview").locator("svg")).hasCount(1);
    assertThat((int) page.evaluate("() => window.fileUrls.created")).isLessThan(MANY);
    journey.screenshot("preview-many");

    last.root().scrollIntoViewIfNeeded();
    assertThat(canvasOf(last)).isVisible();
  }

  private static Locator canvasOf(UploadCard card) {
    return card.part("preview").locator("canvas");
  }
}
