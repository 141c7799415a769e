package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An administrator finds out who did something to a video, without JavaScript. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AuditJourneyTest {
  private static final Page.GetByLabelOptions EXACT = new Page.GetByLabelOptions().setExact(true);

  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  @Test
  void findsExportsAndRemovesFilters() {
    var id = ApiClient.as("creator").upload("clip.mp4", Mp4Header.bytes(64, 1)).getString("id");
    var page = unscripted.as("admin").page();
    page.navigate("/videos/" + id);
    unscripted.find(AriaRole.LINK, "All entries about this video in the audit log").click();
    assertThat(page.getByRole(AriaRole.TABLE)).containsText("Upload opened");

    page.getByLabel("Action", EXACT).selectOption("Uploads: all");
    unscripted.find(AriaRole.BUTTON, "Search").click();
    assertThat(page).hasURL(Pattern.compile("action=upload"));
    assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
    assertThat(page.getByText("1 entry", new Page.GetByTextOptions().setExact(true))).isVisible();
    var download = page.waitForDownload(() -> unscripted.find(AriaRole.LINK, "CSV").click());
    assertThat(download.path()).content().contains("upload.opened").contains(id);

    chip(page, "Object").click();
    assertThat(page).not().hasURL(Pattern.compile("subject="));
    assertThat(chip(page, "Action")).isVisible();
    assertThat(page.getByRole(AriaRole.TABLE)).containsText("upload.opened");
  }

  private static Locator chip(Page page, String name) {
    return page.getByLabel("Active filters")
        .getByRole(
            AriaRole.LINK,
            new Locator.GetByRoleOptions().setName("Remove the filter " + name + ":"));
  }
}
