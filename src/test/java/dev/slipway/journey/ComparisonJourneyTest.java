package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user compares four ways to upload, and stops a run. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ComparisonJourneyTest {
  private static final Pattern STEP = Pattern.compile("Preparation|Warm-up|at a time");
  private static final LocatorAssertions.IsVisibleOptions AFTER_A_RUN =
      new LocatorAssertions.IsVisibleOptions().setTimeout(240_000);

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void runsStopsAndCompares() {
    var page = journey.as("creator").page();
    page.navigate("/lab");
    journey.find(AriaRole.LINK, "Four ways side by side").click();
    assertThat(page.getByText("No results yet")).isVisible();

    var size = page.getByLabel("Size of the file");
    assertThat(size).hasValue("16777216");
    size.selectOption("1048576");
    journey.find(AriaRole.BUTTON, "Start").click();
    journey.find(AriaRole.BUTTON, "Stop").click();
    assertThat(page.getByText("Stopped", new Page.GetByTextOptions().setExact(true))).isVisible();

    size.selectOption("1048576");
    journey.find(AriaRole.BUTTON, "Start").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText(STEP);
    assertThat(Accessibility.violations(page)).isEmpty();
    assertThat(page.locator("#results-title")).isVisible(AFTER_A_RUN);

    assertThat(page.locator("#at-once-50")).hasText("50 at a time");
    assertThat(page.locator("#results-title ~ p").first()).containsText("1 run of 1 MiB");
    for (var name : List.of("measurements", "cut files", "credentials")) {
      assertThat(journey.find(AriaRole.BUTTON, "Copy as Markdown: " + name))
          .hasAttribute("data-copy", Pattern.compile("^\\| Way \\|.*\n\\|---.*", Pattern.DOTALL));
    }
    for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      assertThat(Accessibility.violations(page)).isEmpty();
      journey.screenshot("comparison-" + scheme.name().toLowerCase());
    }
    page.setViewportSize(390, 844);
    assertThat(Accessibility.violations(page)).isEmpty();
    assertThat(scrollWidth(page)).isLessThanOrEqualTo(390);
    // A shadow shows that the tables continue.
    assertThat(page.locator(".scroll").first())
        .hasCSS("background-attachment", "local, local, scroll, scroll");
    journey.screenshot("comparison-phone");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  private static int scrollWidth(Page page) {
    return (int) page.evaluate("document.documentElement.scrollWidth");
  }
}
