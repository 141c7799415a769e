package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The admin looks for a video among all. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AdminJourneyTest {
  private static final byte[] TEXT = "No video at all.".repeat(40).getBytes(StandardCharsets.UTF_8);

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void narrowsTheListingByStatusAndOwner() {
    var good =
        ApiClient.as("creator").upload("kept.mp4", Mp4Header.bytes(2_000, 1)).getString("id");
    var bad = ApiClient.as("creator").upload("diary.mp4", TEXT).getString("id");
    var foreign = ApiClient.as("creator2").upload("foreign.mp4", TEXT).getString("id");
    var page = journey.as("admin").page();
    page.navigate("/admin/videos");

    journey
        .find(AriaRole.NAVIGATION, "Status")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Rejected"))
        .click();
    assertThat(row(bad)).containsText("not-a-video");
    assertThat(row(bad)).containsText("text/plain");
    assertThat(row(foreign)).isVisible();
    assertThat(row(good)).hasCount(0);

    page.getByText("Filters", new Page.GetByTextOptions().setExact(true)).click();
    var owner = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Owner"));
    owner.fill("creator2");
    owner.press("Enter");
    assertThat(page).hasURL(Pattern.compile("owner=creator2"));
    assertThat(row(foreign)).containsText("Rejected");
    assertThat(row(bad)).hasCount(0);
  }

  @Test
  void showsAnEmptyStateWhenNothingMatches() {
    var page = journey.as("admin").page();
    page.navigate("/admin/videos?owner=nobody-of-that-name");

    assertThat(journey.find(AriaRole.HEADING, "No matching videos")).isVisible();
    journey.find(AriaRole.LINK, "Show all").click();
    assertThat(page).hasURL(Pattern.compile("/admin/videos$"));
  }

  @Test
  void opensAVideoOfAnotherOwner() {
    var id =
        ApiClient.as("creator2").upload("private.mp4", Mp4Header.bytes(2_000, 2)).getString("id");
    var page = journey.as("admin").page();
    page.navigate("/admin/videos");

    row(id).getByRole(AriaRole.LINK).first().click();
    page.getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Open"))
        .click();

    assertThat(page).hasURL(Pattern.compile("/videos/" + id + "$"));
    assertThat(page.getByRole(AriaRole.MAIN))
        .containsText("s3://slipway-videos/videos/" + id + "/source");
  }

  private Locator row(String id) {
    return journey
        .find(AriaRole.TABLE, "Videos, newest first")
        .getByRole(AriaRole.ROW)
        .filter(new Locator.FilterOptions().setHasText(id));
  }
}
