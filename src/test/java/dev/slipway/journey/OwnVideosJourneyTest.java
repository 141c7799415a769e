package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A creator searches their videos, selects some and changes them together. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class OwnVideosJourneyTest {
  private static final String SEARCH = "/videos/mine?q=journeyed&sort=title";
  private static final int MANY_TABS = 40;
  private static final Page.GetByLabelOptions EXACT = new Page.GetByLabelOptions().setExact(true);
  private static int seed = 500;

  @RegisterExtension final Journey journey = new Journey();

  private final ApiClient creator = ApiClient.as("creator2");
  private final String number = nextNumber();

  @BeforeEach
  void upload() {
    for (var name : List.of("Alps", "Beach", "City", "Desert")) {
      creator.upload(
          "%s journeyed %s.mp4".formatted(name, number), Mp4Header.bytes(1_000 + seed, seed));
    }
  }

  @Test
  void searchesWithTheKeyboard() {
    var page = journey.as("creator2").page();
    page.navigate("/videos/mine");

    journey.tabTo(page.getByLabel("Search"), MANY_TABS);
    page.keyboard().type("beach " + number);
    page.keyboard().press("Enter");

    assertThat(page).hasURL(Pattern.compile("/videos/mine\\?q=beach\\+" + number + "$"));
    assertThat(box("Beach")).isVisible();
    assertThat(box("Alps")).hasCount(0);
    assertThat(page.getByText("1 matching video")).isVisible();
    assertThat(Accessibility.violations(page)).isEmpty();

    page.getByLabel("Search").fill("nothing has these words");
    page.keyboard().press("Enter");
    assertThat(page.getByText("No matching videos")).isVisible();
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("mine-nothing-found");
    journey.find(AriaRole.LINK, "Clear filters").last().click();
    assertThat(page).hasURL(Pattern.compile("/videos/mine$"));
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void selectsARangeAndMovesItToTheTrashWithTheKeyboard() {
    var page = openSearch();
    assertThat(page.locator("#bulk")).isHidden();

    journey.tabTo(box("Alps"), MANY_TABS);
    page.keyboard().press("Space");
    assertThat(page.locator(".bulk-count")).hasText("1 selected");
    journey.tabTo(box("City"), MANY_TABS);
    page.keyboard().press("Shift+Space");
    assertThat(page.locator(".bulk-count")).hasText("3 selected");
    assertThat(box("Desert")).not().isChecked();
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("mine-selected");
    page.keyboard().press("Enter");
    assertThat(page.locator("#bulk")).isFocused();
    assertThat(page.locator("[data-selection-status]")).hasText("3 selected");
    journey.tabTo(journey.find(AriaRole.BUTTON, "Move to trash"), MANY_TABS);
    page.keyboard().press("Enter");

    var notice = page.locator("[role=status][autofocus]");
    assertThat(notice).containsText("3 videos were moved to the trash.");
    assertThat(notice).isFocused();
    // What has happened is not said again after another visit.
    assertThat(page).hasURL(Pattern.compile("/videos/mine\\?q=[^&]+&sort=title$"));
    assertThat(page.locator("[name=id]:not([type=hidden])")).hasCount(1);
    journey.screenshot("mine-bulk-trashed");
    page.keyboard().press("Tab");
    assertThat(journey.find(AriaRole.BUTTON, "Undo: restore 3 videos")).isFocused();
    page.keyboard().press("Enter");

    assertThat(notice).containsText("3 videos were restored.");
    assertThat(box("Beach")).isVisible();
    assertThat(page.getByLabel("Search")).hasValue("journeyed " + number);
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void restoresTheSelectedFromTheTrash() {
    var page = openSearch();
    page.getByLabel("Select all on this page").check();
    journey.find(AriaRole.BUTTON, "Move to trash").click();
    assertThat(page.locator("[role=status][autofocus]")).containsText("4 videos were moved");

    page.navigate("/videos/trash");
    box("Alps").check();
    box("City").check();
    assertThat(page.locator(".bulk-count")).hasText("2 selected");
    page.setViewportSize(390, 844);
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= 390")).isTrue();
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("phone-trash-selected");
    journey.find(AriaRole.BUTTON, "Restore selected").click();

    assertThat(page.locator("[role=status][autofocus]")).containsText("2 videos were restored.");
    assertThat(page).hasURL(Pattern.compile("/videos/trash$"));
    assertThat(box("Alps")).hasCount(0);
    page.getByLabel("Select all on this page").check();
    journey.find(AriaRole.BUTTON, "Delete selected permanently").click();
    assertThat(page.getByText(Pattern.compile("Delete 2 videos \\(.* permanently\\?"))).isVisible();
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("phone-trash-delete-selected");
    journey.find(AriaRole.BUTTON, "Delete permanently").click();
    assertThat(page.locator("[role=status][autofocus]"))
        .containsText("2 videos were deleted permanently.");
    // Other tests count what is in the trash.
    assertThat(page.getByText("The trash is empty")).isVisible();
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void aLinkOpensTheFormThatEditsAVideo() {
    var page = openSearch();

    page.getByLabel("Edit Beach journeyed " + number, EXACT).click();

    assertThat(page).hasURL(Pattern.compile("/videos/\\w+#edit$"));
    assertThat(page.getByLabel("Title", EXACT)).hasValue("Beach journeyed " + number);
    assertThat(page.locator("#edit")).isInViewport();
    page.keyboard().press("Tab");
    assertThat(page.locator("#edit summary")).isFocused();
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void changesTheVisibilityOfAllOnThePage() {
    var page = openSearch();

    page.getByLabel("Select all on this page").check();
    page.getByLabel("Visibility of the selected videos").selectOption("unlisted");
    journey.find(AriaRole.BUTTON, "Change visibility").click();

    assertThat(page.locator("[role=status][autofocus]")).containsText("4 videos are unlisted now.");
    for (var item : page.locator("[data-live-list] > li").all()) {
      assertThat(item).containsText("Unlisted");
    }
  }

  @Test
  void theBarCoversNoSelectedCheckboxOnAPhone() {
    var page = openSearch();
    page.setViewportSize(390, 660);
    var all = page.getByLabel("Select all on this page");
    // Just above the end of the window, where the bar appears.
    all.evaluate("all => scrollBy(0, all.getBoundingClientRect().bottom - innerHeight + 10)");

    all.check();

    assertThat(page.locator("#bulk")).isVisible();
    var box = all.boundingBox();
    assertThat(box.y + box.height).isLessThanOrEqualTo(page.locator("#bulk").boundingBox().y);
    page.keyboard().press("Tab");
    assertThat(page.locator(".to-bulk-bar")).isFocused();
    assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo(true);
    journey.screenshot("mine-link-to-bar-phone");
    // The list doesn't move when the link loses the focus to a click.
    var link = page.locator("[data-live-list] h2 a").first();
    var href = link.getAttribute("href");
    link.click();
    assertThat(page).hasURL(Pattern.compile(href + "$"));
  }

  @Test
  void aLinkBeforeTheListLeadsToTheBarAfterIt() {
    var page = openSearch();
    box("Alps").check();

    page.keyboard().press("Shift+Tab");
    assertThat(journey.find(AriaRole.LINK, "Go to the actions for the selected videos"))
        .isFocused();
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("mine-link-to-bar");
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");

    assertThat(page.getByLabel("Visibility of the selected videos")).isFocused();
  }

  @Test
  void showsTheStorageThatANewVideoUses() {
    var page = openSearch();
    var videos = page.locator("#storage .quota-use strong").nth(1);
    var before = Integer.parseInt(videos.textContent());

    creator.upload("Fjord journeyed %s.mp4".formatted(number), Mp4Header.bytes(1_100 + seed, seed));

    assertThat(videos).hasText(String.valueOf(before + 1));
  }

  @Test
  void selectsARangeWithShiftAndTheMouse() {
    var page = openSearch();

    box("Desert").click();
    box("Beach").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));

    assertThat(page.locator(".bulk-count")).hasText("3 selected");
    journey.find(AriaRole.BUTTON, "Clear selection").click();
    assertThat(page.locator("#bulk")).isHidden();
    assertThat(page.getByLabel("Select all on this page")).isFocused();
    box("Beach").check();
    page.keyboard().press("Escape");
    assertThat(box("Beach")).not().isChecked();
  }

  @Test
  void aLiveUpdateKeepsTheSelection() {
    var page = openSearch();
    box("Beach").check();
    box("City").check();
    page.getByRole(AriaRole.HEADING).first().hover();
    page.evaluate("document.activeElement.blur()");
    var id = box("Beach").getAttribute("value");

    creator
        .request()
        .contentType("application/json")
        .body(Map.of("title", "Beach at night journeyed " + number))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);

    assertThat(box("Beach at night")).isChecked();
    assertThat(page.locator(".bulk-count")).hasText("2 selected");
  }

  @Test
  void fitsAPhone() {
    var page = openSearch();
    page.setViewportSize(390, 844);
    box("Alps").check();

    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= 390")).isTrue();
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("phone-mine-selected");
  }

  private Page openSearch() {
    var page = journey.as("creator2").page();
    page.navigate(SEARCH.replace("journeyed", "journeyed+" + number));
    return page;
  }

  private Locator box(String title) {
    return journey
        .page()
        .getByRole(
            AriaRole.CHECKBOX,
            new Page.GetByRoleOptions()
                .setName("Select %s journeyed %s".formatted(title, number))
                .setExact(true));
  }

  private static synchronized String nextNumber() {
    seed++;
    return String.valueOf(seed);
  }
}
