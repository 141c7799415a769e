package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.RenditionsProfile;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user watches a video that has renditions, which the worker of this process made. */
@QuarkusTest
@TestProfile(RenditionsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class StreamingJourneyTest {
  private static final String READY = "() => player.readyState >= 2";
  private static final int SECONDS = 16;

  @TempDir static Path directory;
  private static String video;

  @RegisterExtension final Journey journey = new Journey();

  @BeforeEach
  void upload() {
    if (video != null) {
      return;
    }
    var creator = ApiClient.as("creator");
    var id =
        creator
            .upload("clip.mp4", StreamableVideo.create(directory, "640x360", SECONDS))
            .getString("id");
    Eventually.holds(
        "the video has renditions",
        Duration.ofMinutes(1),
        () -> creator.request().get("/api/videos/" + id + "/hls/master.m3u8").statusCode() == 200);
    video = id;
  }

  /** The first segment has four seconds, of sixteen. */
  @Test
  void visitWithoutPlaybackLoadsTheFirstSegment() {
    var page = openWithHlsJs();
    page.waitForFunction(READY);
    page.waitForLoadState(LoadState.NETWORKIDLE);

    assertThat(mediaRequests()).hasSize(2);
    assertThat(bufferedSeconds(page)).isBetween(3.0, 5.0);
  }

  @Test
  void playbackLoadsWhatFollows() {
    var page = openWithHlsJs();
    page.waitForFunction(READY);

    page.keyboard().press("k");

    page.waitForFunction("() => player.buffered.length && player.buffered.end(0) > 12");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void playPressedWhileTheStreamIsOpenedStartsPlayback() {
    var playlists = new ArrayList<Route>();
    Predicate<String> master = url -> url.endsWith("/master.m3u8");
    journey.context().route(master, playlists::add);
    var page = openWithHlsJs();
    page.waitForCondition(() -> !playlists.isEmpty());
    // A browser without HLS fails to play the playlist, which is the source in the page.
    page.evaluate("() => (player.src = location.href)");
    page.waitForFunction("() => player.error && !player.controls");

    page.keyboard().press("k");
    assertThat(journey.find(AriaRole.BUTTON, "Pause").isVisible()).isTrue();
    journey.context().unroute(master);
    playlists.forEach(Route::resume);

    page.waitForFunction("() => !player.paused && player.currentTime > 0");
  }

  /** An account may send 300 at once, and then 20 per second. */
  @Test
  void playerSendsFewSigningRequests() {
    var page = openWithHlsJs();
    page.waitForFunction(READY);
    page.keyboard().press("k");
    page.waitForFunction("() => player.currentTime > 0");
    for (var quality : List.of("360p", "240p", "360p")) {
      journey.find(AriaRole.BUTTON, "Settings").click();
      page.getByRole(AriaRole.MENUITEM).filter(quality()).click();
      journey.find(AriaRole.MENUITEMRADIO, quality).click();
    }
    page.keyboard().press("5");
    page.waitForFunction("() => player.currentTime > 8 && player.readyState >= 3");

    // The master playlist twice, once for the menu and then from the cache, and each rendition
    // once.
    assertThat(signingRequests()).hasSize(4);
  }

  @Test
  void ownHlsOfTheBrowserSendsFewSigningRequests() {
    var page = journey.as("creator").page();
    page.navigate("/videos/" + video);
    page.waitForFunction(READY);
    page.keyboard().press("k");
    page.waitForFunction("() => player.ended || player.currentTime > 4");

    // Chromium reads the master playlist up to four times.
    assertThat(signingRequests()).hasSizeBetween(3, 8);
  }

  @Test
  void hlsJsContinuesTheStreamAfterAnOutageOfTheStore() {
    var page = openWithHlsJs();
    page.waitForFunction(READY);
    Predicate<String> store = url -> url.startsWith(journey.store() + "/");
    journey.context().route(store, Route::abort);

    page.keyboard().press("k");
    page.waitForCondition(() -> troubleOf(page).contains("The store can’t be reached"));
    journey.context().unroute(store);

    page.waitForFunction("() => player.ended || (!player.paused && player.currentTime > 6)");
    assertThat((String) page.evaluate("() => player.currentSrc")).startsWith("blob:");
    assertThat(page.locator("#player-trouble").isVisible()).isFalse();
  }

  @Test
  void ownHlsOfTheBrowserContinuesTheStreamAfterAnOutageOfTheStore() {
    var page = journey.as("creator").page();
    page.navigate("/videos/" + video);
    page.waitForFunction(READY);
    Predicate<String> store = url -> url.startsWith(journey.store() + "/");
    journey.context().route(store, Route::abort);

    page.evaluate("() => player.load()");
    page.waitForCondition(() -> troubleOf(page).contains("The store can’t be reached"));
    journey.context().unroute(store);

    page.waitForFunction(READY);
    assertThat((String) page.evaluate("() => player.currentSrc")).contains("/hls/");
    assertThat(page.locator("#player-trouble").isVisible()).isFalse();
  }

  @Test
  void fileIsPlayedIfTheStreamEndsForGood() {
    var page = journey.as("creator").page();
    page.navigate("/videos/" + video);
    page.waitForFunction(READY);
    assertThat((String) page.evaluate("() => player.currentSrc")).contains("/hls/");
    journey
        .context()
        .route(
            url -> url.contains("/hls/"),
            route -> route.fulfill(new Route.FulfillOptions().setStatus(404)));

    page.evaluate("() => player.load()");

    page.waitForFunction("() => player.currentSrc.includes('/source?') && player.readyState >= 2");
    assertThat(page.locator("#player-trouble").isVisible()).isFalse();
  }

  private static String troubleOf(Page page) {
    return page.locator("#player-trouble").textContent();
  }

  private Page openWithHlsJs() {
    var page = journey.as("creator").page();
    journey
        .context()
        .addInitScript(
            "const canPlayType = HTMLMediaElement.prototype.canPlayType;"
                + "HTMLMediaElement.prototype.canPlayType = function (type) {"
                + " return type.includes('mpegurl') ? '' : canPlayType.call(this, type); }");
    // A browser without HLS ignores the source in the page.
    page.addInitScript(
        "new MutationObserver((changes, observer) => {"
            + " const media = document.getElementById('player');"
            + " if (media) { observer.disconnect(); media.removeAttribute('src'); }"
            + " }).observe(document, { childList: true, subtree: true });");
    page.navigate("/videos/" + video);
    return page;
  }

  private static Locator.FilterOptions quality() {
    return new Locator.FilterOptions().setHasText("Quality");
  }

  private static double bufferedSeconds(Page page) {
    return ((Number) page.evaluate("() => player.buffered.end(player.buffered.length - 1)"))
        .doubleValue();
  }

  private List<String> mediaRequests() {
    return journey.requestsTo(journey.store()).stream()
        .filter(request -> request.method().equals("GET"))
        .map(Request::url)
        .filter(url -> url.contains("/rendition-"))
        .toList();
  }

  private List<String> signingRequests() {
    return journey.requestsTo(journey.app()).stream()
        .map(Request::url)
        .filter(url -> url.contains("/hls/") || url.endsWith("/urls"))
        .toList();
  }
}
