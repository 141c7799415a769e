package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.lab.attacks.Attack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user reads and prints the cheat sheet. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class CheatSheetJourneyTest {
  /** A page of a PDF, which Chromium describes without compression. */
  private static final Pattern PDF_PAGE = Pattern.compile("/Type\\s*/Page\\b");

  /** A4 in points. */
  private static final Pattern A4 =
      Pattern.compile("/MediaBox\\s*\\[0 0 59[45][.\\d]* 84[12][.\\d]*]");

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void printsExactlyTwoPagesOfA4() throws IOException {
    var page = journey.as("viewer").page();
    page.navigate("/lab");
    journey.find(AriaRole.LINK, "Cheat sheet").click();
    assertThat(page.locator(".sheet")).hasCount(2);

    for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      var pdf = page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true));
      Files.createDirectories(Journey.SCREENSHOTS);
      Files.write(Journey.SCREENSHOTS.resolve("cheat-sheet-" + scheme + ".pdf"), pdf);

      var text = new String(pdf, StandardCharsets.ISO_8859_1);
      assertThat(PDF_PAGE.matcher(text).results()).hasSize(2);
      assertThat(A4.matcher(text).results()).hasSize(2);
    }
  }

  @Test
  void containsTheNumbersOfThisInstallation() {
    var page = journey.as("viewer").page();
    page.navigate("/lab/cheat-sheet");

    assertThat(page.locator(".numbers").first()).containsText("10,000");
    assertThat(page.locator(".numbers").first()).containsText("7 days");
    assertThat(page.locator(".numbers").last()).containsText("lifetime of an upload URL15 min");
    assertThat(page.locator(".numbers").last()).containsText("largest file5 TiB");
    for (var attack : Attack.values()) {
      assertThat(page.locator(".sheet").last()).containsText(attack.title());
    }
    assertThat(page.getByText("500 h of video per minute")).containsText("240 Gbit/s");
    assertThat(Accessibility.violations(page)).isEmpty();
    assertThat(journey.consoleErrors()).isEmpty();
  }
}
