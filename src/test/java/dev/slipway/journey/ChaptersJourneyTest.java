package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user goes to a position of a video: by a link, a chapter or a time in the description. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ChaptersJourneyTest {
  private static final String READY = "() => document.getElementById('player')?.readyState >= 2";
  private static final String DESCRIPTION =
      "A day out.\n\n0:00 Arrival\n0:20 Boats <b>and</b> ropes\n0:40 Sunset\n\nRopes at 0:25.";

  @TempDir static Path directory;
  private static byte[] clip;

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  @BeforeAll
  static void makeClip() {
    clip = StreamableVideo.create(directory, "320x180", 60);
  }

  @Test
  void startsWhereTheLinkSays() {
    var id = uploadVideo();
    for (var time : List.of("25", "25s", "0m25s", "0:25")) {
      assertThat(position(openVideo(journey, id, "?t=" + time))).isEqualTo(25);
    }
    for (var time : List.of("", "soon", "-5", "1e9", "%3Cb%3E")) {
      assertThat(position(openVideo(journey, id, "?t=" + time))).as(time).isZero();
    }
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void goesToChaptersAndTimes() {
    var page = openVideo(journey, uploadVideo(), "?t=22");
    var chapters = page.locator(".chapters a");
    assertThat(chapters)
        .hasText(new String[] {"0:00 Arrival", "0:20 Boats <b>and</b> ropes", "0:40 Sunset"});
    assertThat(page.locator(".seek-chapters > *")).hasCount(2);
    assertThat(page.locator("a[aria-current=true]")).hasText("0:20 Boats <b>and</b> ropes");
    assertThat(page.locator(".player-chapter")).hasText("Boats <b>and</b> ropes");
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("watch-chapters");

    chapters.last().click();
    page.waitForFunction("() => !player.paused && player.currentTime > 40");
    assertThat(page.locator("a[aria-current=true]")).hasText("0:40 Sunset");
    page.locator(".description").getByText("0:25").click();
    assertThat(position(page)).isBetween(25.0, 30.0);
    page.locator(".seek").hover();
    assertThat(page.locator(".seek-preview")).containsText("Boats");
    // The address is still the one that was opened, so the way back leaves the page.
    assertThat(page).hasURL(Pattern.compile("t=22$"));
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void copiesALinkToTheCurrentPosition() {
    journey.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    var id = uploadVideo();
    var page = openVideo(journey, id, "");
    page.evaluate("() => (player.currentTime = 31.7)");
    page.getByText("Copy link at this time").click();
    assertThat(page.locator("#copy-link .after")).isVisible();

    assertThat(page.evaluate("() => navigator.clipboard.readText()"))
        .isEqualTo(journey.app() + "/videos/" + id + "?t=31");
  }

  @Test
  void goesToChaptersWithoutJavaScript() {
    var page = unscripted.as("creator").page();
    page.navigate("/videos/" + uploadVideo());
    page.locator(".chapters a").nth(1).click();

    assertThat(page).hasURL(Pattern.compile("t=20$"));
    assertThat(page.locator("#player")).hasAttribute("src", Pattern.compile("#t=20$"));
    assertThat(page.getByText("Copy link at this time")).isHidden();
  }

  @Test
  void offersTheNextVideos() {
    var next = uploadVideo();
    ApiClient.as("creator")
        .request()
        .contentType("application/json")
        .body(Map.of("visibility", "public", "title", "The next one"))
        .patch("/api/videos/{id}", next)
        .then()
        .statusCode(200);
    var page = openVideo(journey, uploadVideo(), "");
    assertThat(isInOrderOnAPhone(page)).as("the owner's forms come before them").isTrue();
    page.getByRole(AriaRole.COMPLEMENTARY, new Page.GetByRoleOptions().setName("Next videos"))
        .getByText("The next one")
        .click();

    assertThat(page).hasURL(Pattern.compile("/videos/" + next + "$"));
    assertThat(page.locator(".next a[href$='" + next + "']")).hasCount(0);
  }

  /** Whether the order on the screen is that of the keyboard. */
  private static boolean isInOrderOnAPhone(Page page) {
    page.setViewportSize(390, 844);
    return (boolean)
        page.evaluate(
            """
            () => {
              const expected = ["edit", "captions", "next-title", "details-title"].map((id) => document.getElementById(id));
              const inDocument = [...document.querySelectorAll("[id]")].filter((found) => expected.includes(found));
              const top = (element) => element.getBoundingClientRect().top;
              return expected.every(
                (element, index) => element === inDocument[index] && (index === 0 || top(expected[index - 1]) < top(element)),
              );
            }
            """);
  }

  private static Page openVideo(Journey journey, String id, String query) {
    var page = journey.as("creator").page();
    page.navigate("/videos/" + id + query);
    page.waitForFunction(READY);
    return page;
  }

  private static String uploadVideo() {
    var creator = ApiClient.as("creator");
    var id = creator.upload("clip.mp4", clip).getString("id");
    creator
        .request()
        .contentType("application/json")
        .body(Map.of("description", DESCRIPTION))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
    return id;
  }

  private static double position(Page page) {
    return ((Number) page.evaluate("() => player.currentTime")).doubleValue();
  }
}
