package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user adds captions to a video, and chooses a language. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class CaptionsJourneyTest {
  private static final String READY = "() => document.getElementById('player')?.readyState >= 2";
  private static final String SHOWN =
      "() => [...player.textTracks].filter(({ mode }) => mode === 'showing')"
          + ".map(({ language }) => language)";
  private static final String CONTROLS =
      "() => [...document.querySelectorAll('.player-bar button')]"
          + ".filter((button) => button.checkVisibility()).map(({ ariaLabel }) => ariaLabel)";

  /** The visible controls that are outside of the player, too small for a finger, or covered. */
  private static final String CONTROLS_CUT_OFF =
      """
      () => {
        const frame = document.getElementById("player-frame").getBoundingClientRect();
        const buttons = [...document.querySelectorAll(".player-bar button")];
        return buttons.filter((button) => button.checkVisibility()).filter((button) => {
          const { left, right, top, bottom, width, height } = button.getBoundingClientRect();
          const inside = left >= frame.left && right <= frame.right && bottom <= frame.bottom;
          const hits = [left + 2, right - 2].every((x) =>
            button.contains(document.elementFromPoint(x, (top + bottom) / 2)));
          return !inside || width < 44 || height < 44 || !hits;
        }).map(({ ariaLabel }) => ariaLabel);
      }
      """;

  private static final String SUB_RIP =
      "1\r\n00:00:00,000 --> 00:00:59,000\r\nGrüße aus dem <i>Hafen</i>\r\n";

  @TempDir static Path directory;
  private static byte[] clip;

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey phone = Journey.onPhone();
  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  @BeforeAll
  static void makeClip() {
    clip = StreamableVideo.create(directory, "320x180", 60);
  }

  @Test
  void showsTheDefaultAndRemembersAnotherChoice() {
    var id = uploadVideo();
    put(id, "de?default=true");
    put(id, "en?label=English");
    var page = open(id);
    // Browsers look for captions when the position changes.
    page.evaluate("() => (player.currentTime = 1)");
    page.waitForFunction("() => player.textTracks[0].activeCues?.length === 1");
    assertThat(page.evaluate(SHOWN)).isEqualTo(List.of("de"));
    var button = journey.find(AriaRole.BUTTON, "Captions");
    assertThat(button).hasAttribute("aria-pressed", "true");
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("watch-captions");

    page.keyboard().press("c");
    assertThat(page.evaluate(SHOWN)).isEqualTo(List.of());
    assertThat(button).hasAttribute("aria-pressed", "false");
    journey.find(AriaRole.BUTTON, "Settings").click();
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Captions")).click();
    page.getByRole(AriaRole.MENUITEMRADIO, new Page.GetByRoleOptions().setName("English")).click();
    assertThat(page.evaluate(SHOWN)).isEqualTo(List.of("en"));

    open(id);
    assertThat(page.evaluate(SHOWN)).isEqualTo(List.of("en"));
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void allControlsFitOnPhones() {
    var id = uploadVideo();
    put(id, "de?default=true");
    // Only then the page for other sites shows it.
    ApiClient.as("creator")
        .request()
        .contentType("application/json")
        .body(Map.of("visibility", "unlisted"))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
    var page = phone.as("creator").page();
    for (var address : List.of("/videos/" + id, "/videos/" + id + "/embed")) {
      for (var width : List.of(320, 360, 390)) {
        page.setViewportSize(width, width == 390 ? 844 : 568);
        page.navigate(address);
        page.waitForFunction(READY);

        var name = "%s at %d px".formatted(address, width);
        assertThat((List<?>) page.evaluate(CONTROLS)).as(name).hasSizeGreaterThanOrEqualTo(5);
        assertThat(page.evaluate(CONTROLS_CUT_OFF)).as(name).isEqualTo(List.of());
        phone.screenshot("captions-phone-" + width + (address.endsWith("embed") ? "-embed" : ""));
      }
    }
    assertThat(Accessibility.layoutViolations(page)).isEmpty();
  }

  @Test
  void keepsTheChosenCaptionsWhenTheUrlIsRenewed() {
    var id = uploadVideo();
    put(id, "de?default=true");
    put(id, "en");
    var store = PartialStoreResponses.of(journey);
    var page = open(id);
    journey.find(AriaRole.BUTTON, "Settings").click();
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Captions")).click();
    page.getByRole(AriaRole.MENUITEMRADIO, new Page.GetByRoleOptions().setName("English")).click();
    page.evaluate(
        "() => { window.sources = 0; player.addEventListener('loadeddata', () => sources++); }");
    store.expireUrl();
    page.keyboard().press("8");

    page.waitForFunction("() => window.sources > 0");
    assertThat(page.evaluate(SHOWN)).isEqualTo(List.of("en"));
  }

  @Test
  void addsAndDeletesCaptionsWithoutJavaScript() {
    var page = unscripted.as("creator").page();
    page.navigate("/videos/" + uploadVideo());
    var captions = page.locator("#captions");
    captions.locator("summary").click();
    fill(page, "no captions", "de");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Line 1: expected times");
    assertThat(page.getByLabel("Language")).hasValue("de");
    fill(page, SUB_RIP, "de");
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("Captions saved.");
    assertThat(captions.getByRole(AriaRole.LISTITEM)).containsText("Deutsch de");
    assertThat(page.locator("track")).hasAttribute("srclang", "de");
    unscripted.screenshot("watch-captions-added");

    captions.locator("[aria-label='Delete captions: Deutsch']").click();
    assertThat(page.locator("track")).hasCount(1);
    unscripted.screenshot("watch-captions-deletion");
    captions
        .getByRole(
            AriaRole.BUTTON,
            new Locator.GetByRoleOptions().setName("Yes, delete captions: Deutsch"))
        .click();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("Captions deleted.");
    assertThat(page.locator("track")).hasCount(0);
  }

  private static void fill(Page page, String text, String language) {
    page.getByLabel("Caption file")
        .setInputFiles(
            new FilePayload(
                "captions.srt",
                "application/x-subrip",
                text.getBytes(StandardCharsets.ISO_8859_1)));
    page.getByLabel("Language").fill(language);
    page.getByText("Add captions").click();
  }

  private Page open(String id) {
    var page = journey.as("creator").page();
    page.navigate("/videos/" + id);
    page.waitForFunction(READY);
    return page;
  }

  private static String uploadVideo() {
    return ApiClient.as("creator").upload("clip.mp4", clip).getString("id");
  }

  private static void put(String id, String languageAndQuery) {
    ApiClient.as("creator")
        .request()
        .contentType("application/x-subrip")
        .body(SUB_RIP.getBytes(StandardCharsets.UTF_8))
        .put("/api/videos/" + id + "/captions/" + languageAndQuery)
        .then()
        .statusCode(200);
  }
}
