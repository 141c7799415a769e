package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user uploads files whose names change the direction of the text around them. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class FileNamesJourneyTest {
  /** Texts and attributes that contain a right-to-left override outside an isolate. */
  private static final String NAMES_THAT_REVERSE_TEXT =
      """
      () => {
        const reverses = (text) => /\\u202e/.test(text.replace(/\\u2068[^\\u2069]*\\u2069/g, ""));
        const found = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const { data, parentElement } = walker.currentNode;
          if (reverses(data) && !parentElement.closest("bdi, .visually-hidden")) found.push(data);
        }
        for (const element of document.querySelectorAll("[title], [aria-label]")) {
          const { title, ariaLabel } = element;
          // A label that consists of the name alone has no other text to reverse.
          for (const text of [title, ariaLabel]) if (text && !text.startsWith("\\u202e") && reverses(text)) found.push(text);
        }
        return found.join(" | ");
      }\
      """;

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void keepsNamesFromReversingTheTextAroundThem() throws IOException {
    var page = journey.openUploadPage();
    var html = Files.writeString(directory.resolve("\u202elmth.html"), "<p>");
    var text = Files.writeString(directory.resolve("\u202e4pm.mp4"), "A diary, not a video.");

    page.getByLabel("Choose files").setInputFiles(new Path[] {html, text});

    var card = UploadCard.of(page, text);
    card.awaitPhase("rejected");
    assertThat(page.locator("#refusals [data-part=text]")).containsText("can’t be uploaded");
    assertThat(page.evaluate(NAMES_THAT_REVERSE_TEXT)).isEqualTo("");
    page.getByLabel("Choose files").setInputFiles(text);
    assertThat(page.locator("#refusals [data-part=text]")).containsText("is already in the list");
    assertThat(page.evaluate(NAMES_THAT_REVERSE_TEXT)).isEqualTo("");
    journey.screenshot("upload-reversed-name");
  }

  @Test
  void showsASmallSizeOnce() throws IOException {
    var text = Files.writeString(directory.resolve("small.mp4"), "x".repeat(71));
    var card = UploadCard.choose(journey.openUploadPage(), text);

    card.awaitPhase("rejected");
    assertThat(card.part("size")).hasText("71 bytes");
    assertThat(card.part("exact")).isHidden();

    card.link("Open the video page").click();
    assertThat(journey.page().locator("dt:has-text('Size') + dd")).hasText("71 bytes");
  }
}
