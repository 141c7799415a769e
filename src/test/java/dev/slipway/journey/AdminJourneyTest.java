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
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The admin looks for a video among all. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AdminJourneyTest {
  private static final byte[] TEXT = "No video at all.".repeat(40).getBytes(StandardCharsets.UTF_8);

  private static final Page.GetByTextOptions EXACT = new Page.GetByTextOptions().setExact(true);

  private static final Page.GetByLabelOptions LABEL = new Page.GetByLabelOptions().setExact(true);

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey plain = Journey.withoutScript();
  @RegisterExtension final Journey phone = Journey.onPhone();

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
    assertThat(row(bad)).containsText("Not a video");
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
    journey.find(AriaRole.LINK, "Clear filters").last().click();
    assertThat(page).hasURL(Pattern.compile("/admin/videos$"));
  }

  @Test
  void correctsAnInvalidFilter() {
    var id = ApiClient.as("creator").upload("sized.mp4", Mp4Header.bytes(2_000, 1)).getString("id");
    var page = journey.as("admin").page();
    page.navigate("/admin/videos");
    page.getByText("Filters", EXACT).click();
    page.getByLabel("Smallest size").fill("huge");
    page.locator("#owner").fill("creator");
    journey.find(AriaRole.BUTTON, "Apply").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Size at least: Must be a number");
    assertThat(page.getByLabel("Smallest size")).hasValue("huge");
    assertThat(page.getByLabel("Smallest size"))
        .hasAccessibleDescription("Must be a number of bytes, or such as 500 MB or 2 GiB.");
    assertThat(page.locator("#owner")).hasValue("creator");
    assertThat(row(id)).hasCount(0);
    Assertions.assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("listing-invalid");

    page.getByLabel("Smallest size").fill("1 kB");
    page.getByLabel("Order").selectOption("Largest first");
    journey.find(AriaRole.BUTTON, "Apply").click();
    assertThat(page)
        .hasURL(Pattern.compile("/admin/videos\\?owner=creator&minSize=1\\+kB&sort=-size$"));
    assertThat(linkTo(id).first()).isVisible();
  }

  @Test
  void savesAndDeletesAViewWithoutScript() {
    var page = plain.as("admin").page();
    page.navigate("/admin/videos?owner=creator&from=7d");
    page.getByText("Views", EXACT).click();
    page.getByLabel("Name of this view").fill("Recent of creator");
    plain.find(AriaRole.BUTTON, "Save").click();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("View saved.");
    assertThat(page.getByText("in the last 7 days")).isVisible();

    page.navigate("/admin/videos?owner=viewer");
    page.getByText("Views", EXACT).click();
    page.getByLabel("Name of this view").fill("recent of creator");
    plain.find(AriaRole.BUTTON, "Save").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is a view “Recent of creator”.");
    assertThat(page.getByLabel("Name of this view")).hasValue("recent of creator");

    // The first choice only asks.
    var deletion = page.getByLabel("Delete the view Recent of creator for all administrators");
    assertThat(deletion).not().isVisible();
    page.getByLabel("Delete the view Recent of creator…").click();
    deletion.click();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("View deleted.");
    assertThat(page.getByText("Recent of creator")).hasCount(0);
  }

  @Test
  void opensOnePanelBelowTheButtons() {
    var page = journey.as("admin").page();
    page.navigate("/admin/videos");
    var filters = page.getByText("Filters", EXACT);
    var columns = page.getByText("Columns", EXACT);
    var views = page.getByText("Views", EXACT);
    var before = columns.boundingBox();
    filters.click();
    journey.screenshot("listing-filters");
    Assertions.assertThat(columns.boundingBox().y).isEqualTo(before.y);
    Assertions.assertThat(columns.boundingBox().x).isEqualTo(before.x);
    Assertions.assertThat(page.locator("#q").boundingBox().height).isEqualTo(before.height);
    columns.click();
    assertThat(page.locator("#owner")).not().isVisible();
    page.getByLabel("Move Size to the left").click();
    page.getByLabel("Location", LABEL).uncheck();
    journey.screenshot("listing-columns");
    Assertions.assertThat(Accessibility.violations(page)).isEmpty();
    journey.find(AriaRole.BUTTON, "Apply").click();
    assertThat(page).hasURL(Pattern.compile("columns=size%2Cstatus%2Cformat%2Cowner%2Cstored$"));
    columns.click();
    journey.find(AriaRole.LINK, "Default columns").click();
    assertThat(page).hasURL(Pattern.compile("/admin/videos$"));
    views.click();
    journey.screenshot("listing-views");
  }

  @Test
  void sortsAndSelectsAllOnAPhone() {
    ApiClient.as("creator").upload("phone 1.mp4", Mp4Header.bytes(2_000, 1));
    ApiClient.as("creator").upload("phone 2.mp4", Mp4Header.bytes(3_000, 1));
    var page = phone.as("admin").page();
    page.navigate("/admin/videos?q=phone");
    page.getByText("Filters", EXACT).tap();
    phone.screenshot("listing-phone-filters");
    page.getByLabel("Order").selectOption("Smallest first");
    phone.find(AriaRole.BUTTON, "Apply").tap();
    assertThat(page).hasURL(Pattern.compile("sort=size"));
    page.getByLabel("Select all on this page").check();
    assertThat(page.locator(".bulk-count")).hasText("2 selected");
    assertThat(phone.find(AriaRole.BUTTON, "Keyboard shortcuts")).not().isVisible();
    phone.screenshot("listing-phone-selected");
  }

  @Test
  void choosesNothingByItselfInTheBar() {
    ApiClient.as("creator").upload("barred 1.mp4", Mp4Header.bytes(2_000, 1));
    ApiClient.as("creator").upload("barred 2.mp4", Mp4Header.bytes(2_000, 1));
    var page = journey.as("admin").page();
    page.navigate("/admin/videos?q=barred&limit=1");
    page.getByLabel("Select barred").check();
    assertThat(page.getByText("Videos on other pages aren’t selected.")).isVisible();
    journey.screenshot("listing-bar");
    page.getByLabel("Action").evaluate("select => select.focus()");
    journey.find(AriaRole.BUTTON, "Continue").click();
    assertThat(page).hasURL(Pattern.compile("q=barred"));
    Assertions.assertThat(
            (boolean) page.getByLabel("Action").evaluate("select => select.validity.valueMissing"))
        .isTrue();

    page.getByLabel("Apply to").selectOption("All 2 that match");
    assertThat(page.locator(".bulk-count")).hasText("All 2");
    page.getByLabel("Apply to").selectOption("Selected rows");
    assertThat(page.locator(".bulk-count")).hasText("1 selected");
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
        .filter(new Locator.FilterOptions().setHas(linkTo(id)));
  }

  private Locator linkTo(String id) {
    return journey.page().locator("a[href*='/" + id + "']");
  }
}
