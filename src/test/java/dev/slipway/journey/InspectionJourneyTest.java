package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The admin goes through the listing by keys, and looks at videos beside it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InspectionJourneyTest {
  @RegisterExtension final Journey journey = new Journey();

  private String uploaded;

  @BeforeEach
  void uploadVideos() {
    upload("inspect-first.mp4", 51);
    uploaded = upload("inspect-second.mp4", 52);
  }

  @Test
  void goesThroughTheListByKeys() {
    var page = openListing();
    var keyboard = page.keyboard();
    // The store's times are in seconds, so either of the two may be first.
    var first = idOfRow(0);
    var second = idOfRow(1);

    keyboard.press("j");
    keyboard.press("o");
    assertThat(drawer()).containsText("s3://slipway-videos/videos/" + first + "/source");
    assertThat(drawer()).containsText("Matches the catalogue");
    assertThat(Accessibility.violations(page)).isEmpty();

    keyboard.press("j");
    assertThat(drawer()).containsText("videos/" + second + "/source");
    keyboard.press("k");
    assertThat(drawer()).containsText("videos/" + first + "/source");
    drawer().getByText("Next").click();
    assertThat(drawer()).containsText("videos/" + second + "/source");

    keyboard.press("Escape");
    assertThat(drawer()).isHidden();
    assertThat(page.locator("[data-row='" + second + "'] [data-inspect]")).isFocused();
    assertThat(journey.consoleErrors()).isEmpty();
  }

  /** Outside of the drawer nothing can be selected, and over http this is the only way to copy. */
  @Test
  void copiesFromTheDrawerWithoutTheAsynchronousClipboard() {
    journey.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    var page = openListing();
    page.evaluate("() => navigator.clipboard.writeText('before')");
    page.evaluate(
        "() => Object.defineProperty(navigator, 'clipboard', { value: null, configurable: true })");
    page.keyboard().press("j");
    page.keyboard().press("o");
    var copy = drawer().locator("[data-copy^='s3://']");

    copy.click();

    assertThat(copy).hasAttribute("aria-label", "Copied");
    assertThat(copy).isFocused();
    assertThat(
            page.evaluate(
                "() => { delete navigator.clipboard; return navigator.clipboard.readText(); }"))
        .isEqualTo(copy.getAttribute("data-copy"));
  }

  @Test
  void theTitleAndTheFactsCanBeReadOnAPhone() {
    var page = openListing();
    page.keyboard().press("j");
    page.setViewportSize(390, 844);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.keyboard().press("o");

    assertThat(drawer()).containsText("from stored to catalogued");
    assertThat(drawer()).containsText("by the store’s clock");
    assertThat(drawer()).containsText("Object stored");
    assertThat(
            (Boolean)
                drawer().locator("h2").first().evaluate("e => e.scrollWidth <= e.clientWidth"))
        .isTrue();
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("details-narrow");
    page.setViewportSize(1440, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    journey.screenshot("details");
  }

  @Test
  void listsTheKeysWhichCanBeSwitchedOff() {
    var page = openListing();

    page.keyboard().press("?");
    var help =
        page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Keyboard shortcuts"));
    assertThat(help).containsText("Next or previous video");
    assertThat(Accessibility.violations(page)).isEmpty();
    help.getByRole(AriaRole.CHECKBOX).uncheck();
    help.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close")).click();
    page.keyboard().press("/");
    assertThat(page.getByRole(AriaRole.SEARCHBOX)).not().isFocused();

    page.reload();
    page.keyboard().press("?");
    assertThat(help).isHidden();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Keyboard shortcuts"))
        .click();
    help.getByRole(AriaRole.CHECKBOX).check();
    page.keyboard().press("Escape");
    page.keyboard().press("/");
    assertThat(page.getByRole(AriaRole.SEARCHBOX)).isFocused();
    page.keyboard().press("j");
    assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("j");
  }

  private Page openListing() {
    var page = journey.as("admin").page();
    page.navigate("/admin/videos?q=inspect-");
    assertThat(page.locator("[data-row='" + uploaded + "']")).isVisible();
    return page;
  }

  private String idOfRow(int index) {
    return journey.page().locator("[data-row]").nth(index).getAttribute("data-row");
  }

  private Locator drawer() {
    return journey.page().locator("#drawer");
  }

  private static String upload(String name, int seed) {
    return ApiClient.as("creator").upload(name, Mp4Header.bytes(2_000, seed)).getString("id");
  }
}
