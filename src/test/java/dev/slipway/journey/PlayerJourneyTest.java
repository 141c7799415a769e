package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user plays a video with keyboard, mouse and touch. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class PlayerJourneyTest {
  private static final String READY = "() => document.getElementById('player')?.readyState >= 2";

  private static final String COUNT_SOURCES =
      "() => { window.sources = 0; player.addEventListener('loadstart', () => sources++); }";

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
  void playsWithTheKeyboard() {
    var page = openVideo(journey);
    var frame = page.locator("#player-frame");

    page.keyboard().press("k");
    page.waitForFunction("() => !player.paused && player.currentTime > 0");
    page.keyboard().press("k");
    assertThat(state(page, "paused")).isEqualTo(true);

    page.keyboard().press("5");
    assertThat(position(page)).isEqualTo(30);
    page.keyboard().press("l");
    page.keyboard().press("ArrowLeft");
    assertThat(position(page)).isEqualTo(35);
    page.keyboard().press(".");
    assertThat(position(page)).isBetween(35.01, 35.2);

    page.keyboard().press(">");
    assertThat(state(page, "playbackRate")).isEqualTo(1.25);
    assertThat(frame.locator(".player-message")).hasText("Speed: 1.25×");
    page.keyboard().press("m");
    assertThat(state(page, "muted")).isEqualTo(true);
    assertThat(journey.find(AriaRole.BUTTON, "Unmute")).isVisible();
    page.keyboard().press("c");
    assertThat(frame.locator(".player-message")).hasText("This video has no captions");

    page.keyboard().press("f");
    page.waitForFunction("() => document.fullscreenElement?.id === 'player-frame'");
    assertThat(journey.find(AriaRole.BUTTON, "Leave full screen")).isVisible();
    page.keyboard().press("f");
    page.waitForFunction("() => document.fullscreenElement === null");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void listsTheKeysAndTurnsThemOff() {
    var page = openVideo(journey);
    page.keyboard().press("?");
    var help = page.getByRole(AriaRole.DIALOG);
    assertThat(help).containsText("Keyboard shortcuts");
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("player-keys");
    // Keys belong to the dialog while it is open.
    page.keyboard().press("k");
    assertThat(state(page, "paused")).isEqualTo(true);
    help.getByLabel("Use single keys as shortcuts").uncheck();
    page.keyboard().press("Escape");
    assertThat(help).isHidden();

    page.reload();
    page.waitForFunction(READY);
    page.keyboard().press("5");
    assertThat(position(page)).isZero();
    page.locator(".seek").focus();
    page.keyboard().press("5");
    assertThat(position(page)).isEqualTo(30);
  }

  @Test
  void leavesKeysToTheFields() {
    var page = openVideo(journey);
    page.getByText("Edit details").click();
    page.getByLabel("Description").fill("");
    page.getByLabel("Description").pressSequentially("k5 m?");

    assertThat(page.getByLabel("Description")).hasValue("k5 m?");
    assertThat(state(page, "paused")).isEqualTo(true);
    assertThat(position(page)).isZero();
  }

  @Test
  void seeksWithTheBar() {
    var page = openVideo(journey);
    var bar = page.getByRole(AriaRole.SLIDER, named("Position"));
    assertThat(bar).hasAttribute("aria-valuemax", "60");
    bar.focus();
    page.keyboard().press("ArrowRight");
    assertThat(bar).hasAttribute("aria-valuetext", "5 seconds of 1 minute");
    page.keyboard().press("End");
    assertThat(bar).hasAttribute("aria-valuetext", "1 minute of 1 minute");
    page.keyboard().press("Home");
    assertThat(bar).hasAttribute("aria-valuenow", "0");

    bar.hover();
    assertThat(page.locator(".seek-preview")).hasText("0:30");
    bar.click();
    assertThat(position(page)).isBetween(28.0, 32.0);
    var box = bar.boundingBox();
    page.mouse().move(box.x + box.width / 2, box.y + 10);
    page.mouse().down();
    page.mouse().move(box.x + box.width / 4, box.y + 10);
    assertThat(page.locator(".player-position")).hasText(Pattern.compile("0:1[45]"));
    page.mouse().up();
    assertThat(position(page)).isBetween(13.0, 17.0);
  }

  @Test
  void changesSpeedInTheMenuWithTheKeyboard() {
    var page = openVideo(journey);
    journey.find(AriaRole.BUTTON, "Settings").focus();
    page.keyboard().press("Enter");
    var menu = page.getByRole(AriaRole.MENU);
    assertThat(menu.getByText("Speed")).isVisible();
    assertThat(menu.getByText("Quality")).hasCount(0);
    assertThat(menu.getByText("Captions")).hasCount(0);
    page.keyboard().press("Enter");
    assertThat(
            menu.getByRole(AriaRole.MENUITEMRADIO, new Locator.GetByRoleOptions().setChecked(true)))
        .hasText("Normal");
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("player-menu");
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");
    assertThat(state(page, "playbackRate")).isEqualTo(1.5);
    assertThat(menu).isHidden();
    assertThat(journey.find(AriaRole.BUTTON, "Settings")).isFocused();

    page.keyboard().press("Enter");
    page.keyboard().press("Escape");
    assertThat(menu).isHidden();
    page.keyboard().press("Enter");
    page.getByRole(AriaRole.HEADING).first().click();
    assertThat(menu).isHidden();
  }

  @Test
  void hidesTheControlsWhileTheVideoPlaysUnlessTheyHaveTheFocus() {
    var page = openVideo(journey);
    var frame = page.locator("#player-frame");
    assertThat(frame).not().hasClass(Pattern.compile("idle"));
    page.evaluate("() => player.play()");
    assertThat(frame).hasClass(Pattern.compile("idle"));

    // Any key in the player shows them.
    journey.tabTo(page.locator(".seek"), 30);
    assertThat(frame).not().hasClass(Pattern.compile("idle"));
    page.clock().install();
    page.clock().runFor(60_000);
    assertThat(frame).not().hasClass(Pattern.compile("idle"));
  }

  @Test
  void remembersTheVolume() {
    var page = openVideo(journey);
    page.getByRole(AriaRole.SLIDER, named("Volume")).fill("40");
    assertThat(state(page, "volume")).isEqualTo(0.4);

    page.reload();
    page.waitForFunction(READY);

    assertThat(state(page, "volume")).isEqualTo(0.4);
    assertThat(page.getByRole(AriaRole.SLIDER, named("Volume"))).hasValue("40");
  }

  @Test
  void playsWithTheMouse() {
    var page = openVideo(journey);
    page.locator(".player-start").click();
    page.waitForFunction("() => !player.paused");
    assertThat(page.locator(".player-start")).isHidden();
    page.locator("#player-frame").click();
    assertThat(state(page, "paused")).isEqualTo(true);
    journey.find(AriaRole.BUTTON, "Play").click();
    page.waitForFunction("() => !player.paused");
    page.evaluate("() => (player.currentTime = 59.9)");
    assertThat(journey.find(AriaRole.BUTTON, "Replay")).isVisible();
  }

  @Test
  void playsOnATouchScreen() {
    var page = openVideo(phone);
    var frame = page.locator("#player-frame");
    phone.screenshot("player-phone");
    page.locator(".player-start").tap();
    page.waitForFunction("() => !player.paused && player.currentTime > 0");
    assertThat(frame).hasClass(Pattern.compile("idle"));
    var box = frame.boundingBox();
    page.touchscreen().tap(box.x + box.width / 2, box.y + 40);
    assertThat(frame).not().hasClass(Pattern.compile("idle"));
    assertThat(state(page, "paused")).isEqualTo(false);

    phone.find(AriaRole.BUTTON, "Pause").tap();
    page.evaluate("() => (player.currentTime = 20)");
    page.touchscreen().tap(box.x + box.width - 20, box.y + 40);
    page.touchscreen().tap(box.x + box.width - 20, box.y + 40);
    assertThat(position(page)).isEqualTo(30);
    assertThat(frame.locator(".player-message")).hasText("Forward 10 seconds");
    assertThat(Accessibility.violations(page)).isEmpty();

    phone.find(AriaRole.BUTTON, "Play").tap();
    assertThat(frame).hasClass(Pattern.compile("idle"));
  }

  @Test
  void continuesWithoutABreakWhenTheUrlExpiresDuringPlayback() {
    var store = PartialStoreResponses.of(journey);
    var page = openVideo(journey);
    page.evaluate(
        """
        () => {
          player.playbackRate = 2;
          window.positions = [];
          window.states = [];
          player.addEventListener("timeupdate", () => positions.push(player.currentTime));
          const position = document.querySelector(".seek");
          new MutationObserver(() => states.push(Number(position.ariaValueNow))).observe(position, { attributes: true });
          return player.play();
        }""");
    page.waitForFunction("() => player.currentTime > 0");
    page.evaluate(COUNT_SOURCES);
    store.expireUrl();

    page.waitForFunction("() => window.sources > 0");
    page.waitForFunction("() => !player.paused && player.currentTime > positions.at(-1)");

    assertThat(state(page, "playbackRate")).isEqualTo(2);
    assertNeverBack(page, "positions");
    assertNeverBack(page, "states");
    assertThat(page.locator(".player-held")).isHidden();
    assertThat(page.locator("#player-trouble")).isHidden();
    assertThat(journey.find(AriaRole.BUTTON, "Pause")).isVisible();
  }

  @Test
  void continuesByItselfAfterAnOutageOfTheStore() {
    var store = PartialStoreResponses.of(journey);
    var page = openVideo(journey);
    page.keyboard().press("k");
    page.waitForFunction("() => player.currentTime > 1");
    var before = position(page);
    Predicate<String> outage = url -> url.startsWith(journey.store() + "/");
    journey.context().route(outage, Route::abort);
    store.expireUrl();

    var trouble = page.locator("#player-trouble");
    assertThat(trouble).containsText("can’t be reached");
    assertThat(trouble).containsText("continues automatically");
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("player-outage");
    journey.context().unroute(outage);

    page.waitForFunction("() => !player.paused && player.readyState >= 3");
    assertThat(position(page)).isGreaterThanOrEqualTo(before);
    assertThat(trouble).isHidden();
    assertThat(journey.find(AriaRole.BUTTON, "Pause")).isVisible();
  }

  @Test
  void staysPausedIfTheVisitorPausesWhileTheUrlIsRenewed() {
    var store = PartialStoreResponses.of(journey);
    var page = openVideo(journey);
    var renewals = new ArrayList<Route>();
    journey.context().route(url -> url.endsWith("/urls"), renewals::add);
    page.keyboard().press("k");
    page.waitForFunction("() => player.currentTime > 0");
    page.evaluate(COUNT_SOURCES);
    page.waitForRequest(url -> url.url().endsWith("/urls"), store::expireUrl);
    assertThat(journey.find(AriaRole.BUTTON, "Pause")).isVisible();

    page.keyboard().press("k");
    assertThat(journey.find(AriaRole.BUTTON, "Play")).isVisible();
    renewals.forEach(Route::resume);

    page.waitForFunction("() => window.sources > 0");
    page.waitForFunction(READY);
    assertThat(state(page, "paused")).isEqualTo(true);
    assertThat(journey.find(AriaRole.BUTTON, "Play")).isVisible();
    page.keyboard().press("k");
    page.waitForFunction("() => !player.paused");
    assertThat(page.locator("#player-trouble")).isHidden();
  }

  @Test
  void staysPausedAtTheChosenPositionWhenTheUrlExpiresInAPause() {
    var store = PartialStoreResponses.of(journey);
    var page = openVideo(journey);
    page.evaluate("() => (player.playbackRate = 1.5)");
    page.evaluate(COUNT_SOURCES);
    store.expireUrl();

    page.keyboard().press("8");
    page.waitForFunction("() => window.sources > 0");
    page.waitForFunction(READY);

    assertThat(position(page)).isEqualTo(48);
    assertThat(state(page, "paused")).isEqualTo(true);
    assertThat(state(page, "playbackRate")).isEqualTo(1.5);
    assertThat(page.locator(".player-held")).isHidden();
    assertThat(page.locator("#player-trouble")).isHidden();
  }

  @Test
  void hasTheControlsOfTheBrowserWithoutJavaScript() {
    var page = unscripted.as("creator").page();
    page.navigate("/videos/" + uploadVideo());

    assertThat(page.locator("#player")).hasAttribute("controls", "");
    assertThat(page.locator(".player-controls")).isHidden();
  }

  private static void assertNeverBack(Page page, String values) {
    assertThat(
            page.evaluate(
                "values => values.length > 1 && values.every((value, index) => index === 0 || value >= values[index - 1])",
                page.evaluateHandle(values)))
        .as(values + " " + page.evaluate(values))
        .isEqualTo(true);
  }

  private static Page openVideo(Journey journey) {
    var page = journey.as("creator").page();
    page.navigate("/videos/" + uploadVideo());
    page.waitForFunction(READY);
    return page;
  }

  private static String uploadVideo() {
    return ApiClient.as("creator").upload("clip.mp4", clip).getString("id");
  }

  private static Object state(Page page, String property) {
    return page.evaluate("property => player[property]", property);
  }

  private static double position(Page page) {
    return ((Number) state(page, "currentTime")).doubleValue();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
