package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** All pages fit on a phone, in light and dark. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LayoutJourneyTest {
  private static final int HEIGHT = 844;
  private static final int PHONE = 390;
  private static final int DESKTOP = 1280;
  private static final int[] WIDTHS = {DESKTOP, 768, PHONE, 360};
  private static final String LONG =
      "a-title-without-any-space-that-no-phone-can-show-in-one-line-";

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void fitsPublicPages() {
    visit("/login", "login");
    visit("/videos", "gallery-of-nobody");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void fitsPagesOfCreatorAndAdmin() throws IOException {
    var page = journey.openUploadPage();
    checkLayout("upload");
    var clip =
        Files.move(PlayableVideos.mp4(directory, 1), directory.resolve(LONG + LONG + ".mp4"));
    var card = UploadCard.choose(page, clip);
    checkLayout("upload-chosen");
    card.awaitPhase("done");
    checkLayout("upload-done");
    var id = card.id();
    visit("/videos/" + id, "watch");
    page.getByText("Title, description and visibility").click();
    page.getByLabel("Description").fill(LONG.repeat(9) + "\n\nA second paragraph.");
    checkLayout("watch-edit");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save")).click();
    checkLayout("watch-described");
    visit("/videos", "gallery");
    visit("/tokens", "tokens");
    page.getByLabel("Token name").fill(LONG);
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.STATUS)).isVisible();
    checkLayout("tokens-made");
    page.getByText("Revoke", new Page.GetByTextOptions().setExact(true)).first().click();
    checkLayout("tokens-revoke");
    journey.as("admin");
    visit("/admin/videos", "admin");
    visit("/admin/inbox", "inbox");
    page.getByText("Process all notifications again…").click();
    checkLayout("inbox-all");
    page.locator(".listing a").first().click();
    checkLayout("notification");
    ApiClient.as("admin").request().formParam("mode", "report").post("/admin/drift");
    visit("/admin/doctor", "doctor");
    visit("/admin/drift", "drift");
    page.locator(".listing a").first().click();
    checkLayout("reconciliation");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void fitsErrorStates() throws IOException {
    var page = journey.openUploadPage();
    var text = Files.writeString(directory.resolve(LONG + ".mp4"), "Dear diary. ".repeat(99));
    var html = Files.writeString(directory.resolve(LONG + ".html"), "<p>");
    UploadCard.choose(page, html);
    checkLayout("upload-refused");
    var card = UploadCard.choose(page, text);
    card.awaitPhase("rejected");
    checkLayout("upload-rejected");
    visit("/videos/" + card.id(), "watch-rejected");
    var awaited = ApiClient.as("creator").open(LONG + LONG + ".mp4", "video/mp4", new byte[9]);
    visit("/videos/" + awaited.getString("id"), "watch-awaited");
    assertThat(journey.consoleErrors()).isEmpty();

    visit("/videos/" + LONG, "error");
    page.waitForCondition(() -> !journey.consoleErrors().isEmpty());
    assertThat(journey.consoleErrors()).allMatch(complaint -> complaint.contains("404"));
  }

  private void visit(String path, String name) {
    journey.page().navigate(path);
    checkLayout(name);
  }

  private void checkLayout(String name) {
    var page = journey.page();
    for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      // Without transitions, so that no colour is measured halfway between two schemes.
      page.emulateMedia(
          new Page.EmulateMediaOptions()
              .setColorScheme(scheme)
              .setReducedMotion(ReducedMotion.REDUCE));
      for (var width : WIDTHS) {
        page.setViewportSize(width, HEIGHT);
        assertThat(elementsBeyondTheEdge(page)).as(name + " at " + width).isEmpty();
        if (width == PHONE || width == DESKTOP) {
          assertThat(Accessibility.violations(page)).as(name + " in " + scheme).isEmpty();
        }
        if (width == PHONE) {
          journey.screenshot("phone-" + name + "-" + scheme.name().toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  /** The elements beyond the right edge, if the page scrolls sideways. */
  private static String elementsBeyondTheEdge(Page page) {
    return (String)
        page.evaluate(
            """
            () => {
              const { scrollWidth, clientWidth } = document.documentElement;
              if (scrollWidth <= clientWidth) return "";
              return [...document.querySelectorAll("body *")]
                .filter((element) => element.getBoundingClientRect().right > clientWidth)
                .map((element) => element.outerHTML.slice(0, 80))
                .join(" | ");
            }\
            """);
  }
}
