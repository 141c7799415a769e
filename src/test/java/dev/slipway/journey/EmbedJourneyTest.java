package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CustomSettingsProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user watches a video in a page of another site. */
@QuarkusTest
@TestProfile(CustomSettingsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class EmbedJourneyTest {
  @TempDir static Path directory;
  private static byte[] clip;
  private static byte[] portraitClip;

  @RegisterExtension final Journey journey = new Journey();

  private HttpServer server;
  private volatile String html;

  @BeforeAll
  static void makeClips() {
    clip = StreamableVideo.create(directory, "320x180", 10);
    portraitClip = StreamableVideo.create(directory, "180x320", 10);
  }

  /** A real server, because browsers don't let an intercepted page access the loopback network. */
  @BeforeEach
  void serveTheSite() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var body = html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void endTheSite() {
    server.stop(0);
  }

  @Test
  void playsInAPageOfAnotherSiteWithTheCopiedCode() {
    var id = uploadVideo(clip, "A <b>walk</b> & \"more\"", "unlisted");
    html = "<!doctype html><title>Other site</title>" + copyCode(id);
    assertThat(html).contains("width=\"640\" height=\"360\"").doesNotContain("<b>walk</b> &");

    var page = journey.page();
    page.navigate(site("localhost"));
    var frame = page.frameLocator("iframe");
    assertThat(page.locator("iframe")).hasAttribute("title", "A <b>walk</b> & \"more\"");
    frame.locator(".player-start").click();
    assertThat(frame.locator(".player-position")).not().hasText("0:00");
    assertThat(frame.locator(".embed-title")).hasText("A <b>walk</b> & \"more\"");
    assertThat(frame.locator(".embed-title"))
        .hasAttribute("href", Pattern.compile("/videos/" + id + "$"));
    journey.screenshot("embed");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void keepsTheShapeOfAPortraitVideo() {
    var id = uploadVideo(portraitClip, "Portrait", "public");

    assertThat(copyCode(id)).contains("width=\"360\" height=\"640\"");
  }

  @Test
  void isRefusedInPagesOfOtherSites() {
    var id = uploadVideo(clip, "A walk", "public");
    html = frameOf("/videos/" + id + "/embed");
    var page = journey.page();
    page.navigate(site("127.0.0.1"));

    page.waitForCondition(() -> !journey.consoleErrors().isEmpty());
    assertThat(journey.consoleErrors()).first().asString().contains("frame-ancestors");
    assertThat(player(page)).hasCount(0);
  }

  @Test
  void isTheOnlyPageThatCanBeInAFrame() {
    var id = uploadVideo(clip, "A walk", "public");
    html = frameOf("/videos/" + id);
    var page = journey.page();
    page.navigate(site("localhost"));

    page.waitForCondition(() -> !journey.consoleErrors().isEmpty());
    assertThat(journey.consoleErrors()).first().asString().contains("frame-ancestors 'none'");
  }

  @Test
  void explainsThatAVideoIsNotAvailable() {
    var id = uploadVideo(clip, "A walk", "private");
    html = frameOf("/videos/" + id + "/embed");
    var page = journey.page();
    page.navigate(site("localhost"));

    assertThat(page.frameLocator("iframe").getByRole(AriaRole.HEADING))
        .hasText("This video isn’t available");
  }

  @Test
  void showsTheWholeExplanationInASmallFrame() {
    var page = journey.page();
    page.setViewportSize(320, 180);
    page.navigate("/videos/" + uploadVideo(clip, "A walk", "private") + "/embed");

    var heading = page.getByRole(AriaRole.HEADING);
    assertThat(heading).isVisible();
    assertThat(heading.boundingBox().y).isNotNegative();
    var link = page.getByRole(AriaRole.LINK);
    link.scrollIntoViewIfNeeded();
    assertThat(isOnTop(link)).isTrue();
    assertThat((int) page.evaluate("document.querySelector('main').scrollLeft")).isZero();
    assertThat(page.locator("main").evaluate("main => getComputedStyle(main).paddingLeft"))
        .isEqualTo("12px");
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("embed-unavailable-small");
  }

  @Test
  void theTitleDoesNotCoverAnErrorAndItsLink() {
    var id = uploadVideo(clip, "A walk", "public");
    journey
        .context()
        .route(
            url -> url.startsWith(journey.store() + "/"),
            route ->
                route.fulfill(
                    new Route.FulfillOptions()
                        .setHeaders(
                            Map.of("Access-Control-Allow-Origin", "*", "Content-Type", "video/mp4"))
                        .setBody("This is no video. ".repeat(99))));
    var page = journey.page();
    page.setViewportSize(640, 360);
    page.navigate("/videos/" + id + "/embed");

    var download = page.locator("#player-trouble").getByRole(AriaRole.LINK);
    assertThat(download).isVisible();
    assertThat(isOnTop(download)).isTrue();
    assertThat(page.locator(".embed-title")).isHidden();
    journey.screenshot("embed-trouble");
  }

  @Test
  void isAccessible() {
    var id = uploadVideo(clip, "A walk", "public");
    var page = journey.page();
    page.navigate("/videos/" + id + "/embed?t=4");
    page.waitForFunction("() => player.readyState >= 2 && player.currentTime === 4");

    assertThat(Accessibility.violations(page)).isEmpty();
    page.setViewportSize(320, 180);
    assertThat(Accessibility.layoutViolations(page)).isEmpty();
    journey.screenshot("embed-small");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  /** Whether a click reaches the element, which may be a link of several lines. */
  private static boolean isOnTop(Locator element) {
    return (boolean)
        element.evaluate(
            """
            (element) => {
              const { left, top, width, height } = element.getClientRects()[0];
              return document.elementFromPoint(left + width / 2, top + height / 2) === element;
            }
            """);
  }

  private String copyCode(String id) {
    journey.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    var page = journey.page();
    page.navigate("/videos/" + id);
    page.waitForFunction("() => player.readyState >= 1");
    page.getByText("Copy embed code").click();
    assertThat(page.locator("#copy-embed .after")).isVisible();
    return (String) page.evaluate("() => navigator.clipboard.readText()");
  }

  private String frameOf(String path) {
    return "<!doctype html><title>Other site</title><iframe src='%s%s'></iframe>"
        .formatted(journey.app(), path);
  }

  private String site(String host) {
    return "http://%s:%d/".formatted(host, server.getAddress().getPort());
  }

  private static Locator player(Page page) {
    return page.frameLocator("iframe").locator("#player");
  }

  private static String uploadVideo(byte[] bytes, String title, String visibility) {
    var creator = ApiClient.as("creator");
    var id = creator.upload("clip.mp4", bytes).getString("id");
    creator
        .request()
        .contentType("application/json")
        .body(Map.of("title", title, "visibility", visibility))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
    return id;
  }
}
