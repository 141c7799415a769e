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
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deletes, restores and deletes permanently, on the pages. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class DeletionJourneyTest {
  private static int seed = 50;

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey plain = Journey.withoutScript();

  @Test
  void deletesAndRestoresOnTheWatchPage() {
    var id = upload("creator", "Sommer.mp4");
    var page = journey.as("creator").page();
    page.navigate("/videos/" + id);
    // The file can't be played, so the player signs another URL, which the trash would refuse.
    assertThat(page.locator("#player-trouble")).isVisible();

    button("Move to trash: Sommer").click();

    assertThat(page).hasURL(Pattern.compile("/videos/" + id + "$"));
    var notice = page.getByRole(AriaRole.STATUS);
    assertThat(notice).containsText("This video is in the trash");
    assertThat(notice).containsText("in 7 days");
    assertThat(notice).isFocused();
    assertThat(page.locator("#player")).hasCount(0);
    assertThat(page.getByText("Edit details")).hasCount(0);
    assertThat(page.locator("#timeline")).containsText("Moved to the trash");
    journey.screenshot("watch-trashed");

    page.keyboard().press("Tab");
    assertThat(button("Restore Sommer")).isFocused();
    page.keyboard().press("Enter");

    assertThat(page.locator("#player")).isVisible();
    assertThat(page.getByText("“Sommer” was restored.")).isVisible();
    assertThat(page).hasURL(Pattern.compile("/videos/" + id + "$"));
    assertThat(page.locator("#timeline")).containsText("Restored from the trash");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void deletesInTheOwnListAndUndoes() {
    upload("creator2", "Keep me.mp4");
    upload("creator2", "Delete me.mp4");
    var page = journey.as("creator2").page();
    page.navigate("/videos/mine");
    assertThat(page.locator(".quota-use").first()).containsText("used");

    button("Move to trash: Delete me").click();

    var notice = page.getByRole(AriaRole.STATUS);
    assertThat(notice).containsText("“Delete me” was moved to the trash.");
    assertThat(notice).isFocused();
    assertThat(row("Keep me")).isVisible();
    assertThat(row("Delete me")).hasCount(0);
    assertThat(journey.find(AriaRole.LINK, "Trash (1)")).isVisible();
    journey.screenshot("mine-trashed");

    button("Undo: restore Delete me").click();

    assertThat(row("Delete me")).isVisible();
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void deletesPermanentlyAfterAConfirmation() {
    var id = upload("creator", "For ever.mp4");
    ApiClient.as("creator").request().delete("/api/videos/{id}", id).then().statusCode(200);
    var page = journey.as("creator").page();
    page.navigate("/videos/trash");
    assertThat(row("For ever")).containsText("deleted automatically in 7 days");

    button("Delete permanently: For ever").click();

    var dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("Delete “For ever” permanently? This can’t be undone.");
    assertThat(dialog).containsText("deleted automatically in 7 days");
    assertThat(dialog.locator(".thumb")).isVisible();
    assertThat(dialog.getByText("Cancel")).isFocused();
    journey.screenshot("trash-confirm");
    page.keyboard().press("Escape");
    assertThat(dialog).isHidden();
    assertThat(button("Delete permanently: For ever")).isFocused();
    button("Delete permanently: For ever").click();
    dialog.getByText("Delete permanently", new Locator.GetByTextOptions().setExact(true)).click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("was deleted permanently");
    assertThat(row("For ever")).hasCount(0);
    page.navigate("/videos/" + id);
    assertThat(page.getByText("This video was deleted")).isVisible();
    assertThat(page.locator("#timeline")).containsText("Removed from the store");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void aPageAsksWhereNoScriptDoes() {
    var id = upload("creator", "Scriptless.mp4");
    ApiClient.as("creator").request().delete("/api/videos/{id}", id).then().statusCode(200);
    var page = plain.as("creator").page();
    page.navigate("/videos/trash");

    plain.find(AriaRole.BUTTON, "Delete permanently: Scriptless").click();
    assertThat(page.getByText("Delete “Scriptless” permanently? This can’t be undone."))
        .isVisible();
    assertThat(page.locator(".confirm-page")).containsText("deleted automatically in 7 days");
    plain.screenshot("deletion-confirmation");
    plain.find(AriaRole.LINK, "Cancel").click();
    plain.find(AriaRole.BUTTON, "Delete permanently: Scriptless").click();
    // The session may end while the page asks.
    page.context().clearCookies();
    plain.find(AriaRole.BUTTON, "Delete permanently").click();
    assertThat(page).hasURL(Pattern.compile("/login\\?"));
    page.getByLabel("Username").fill("creator");
    page.getByLabel("Password").fill("creator-demo");
    page.keyboard().press("Enter");
    plain.find(AriaRole.BUTTON, "Delete permanently").click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("was deleted permanently");
  }

  @Test
  void restoresFromTheTrashAndEmptiesIt() {
    var restored = upload("creator", "Back again.mp4");
    var deleted = upload("creator", "Never again.mp4");
    var api = ApiClient.as("creator");
    api.request().delete("/api/videos/{id}", restored).then().statusCode(200);
    api.request().delete("/api/videos/{id}", deleted).then().statusCode(200);
    var page = journey.as("creator").page();
    page.navigate("/videos/trash");

    button("Restore Back again").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("“Back again” was restored.");
    button("Empty trash").click();
    page.getByRole(AriaRole.DIALOG)
        .getByText("Empty your trash", new Locator.GetByTextOptions().setExact(true))
        .click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Your trash is empty.");
    assertThat(page.getByText("The trash is empty")).isVisible();
    api.request().get("/api/videos/{id}", restored).then().statusCode(200);
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void administratorsDeleteInTheListing() {
    var id = upload("creator", "Reported.mp4");
    var page = journey.as("admin").page();
    page.navigate("/admin/videos?owner=creator");

    button("Move to trash: Reported").click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("“Reported” was moved to the trash.");
    page.navigate("/videos/trash");
    assertThat(row("Reported")).containsText("creator");
    journey.screenshot("trash-of-all");
    button("Restore Reported").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("was restored");
    ApiClient.as("creator").request().get("/api/videos/{id}", id).then().statusCode(200);
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void fitsANarrowPhone() {
    var id = upload("creator", "A-title-without-any-space-that-no-phone-shows-in-one-line.mp4");
    ApiClient.as("creator").request().delete("/api/videos/{id}", id).then().statusCode(200);
    var page = journey.as("creator").page();
    page.setViewportSize(320, 700);

    for (var path : List.of("/videos/mine?trashed=" + id, "/videos/trash", "/videos/" + id)) {
      page.navigate(path);

      assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= 320"))
          .as(path)
          .isTrue();
      journey.screenshot("narrow" + path.replaceAll("[^a-z]+", "-").replace(id, ""));
    }
  }

  private Locator button(String name) {
    return journey
        .page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private Locator row(String title) {
    return journey
        .page()
        .getByRole(AriaRole.MAIN)
        .getByRole(AriaRole.LISTITEM)
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    journey
                        .page()
                        .getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName(title).setExact(true))));
  }

  private static synchronized String upload(String account, String fileName) {
    seed++;
    return ApiClient.as(account)
        .upload(fileName, Mp4Header.bytes(1_000 + seed, seed))
        .getString("id");
  }
}
