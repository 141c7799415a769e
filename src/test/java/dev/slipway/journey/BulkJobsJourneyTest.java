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
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An administrator changes many videos at once. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BulkJobsJourneyTest {
  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey plain = Journey.withoutScript();

  @Test
  void changesSelectedRowsAndUndoesIt() {
    var ids = upload("wanderlust", 3);
    var page = journey.as("admin").page();
    page.navigate("/admin/videos?q=wanderlust");

    row(page, ids.get(0)).getByRole(AriaRole.CHECKBOX).check();
    row(page, ids.get(1)).getByRole(AriaRole.CHECKBOX).check();
    assertThat(page.locator(".bulk-count")).hasText("2 selected");
    page.getByLabel("Action").selectOption("Change visibility");
    journey.screenshot("bulk-selected");
    journey.find(AriaRole.BUTTON, "Continue").click();

    assertThat(journey.find(AriaRole.HEADING, "Change visibility: 2 videos")).isVisible();
    Assertions.assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("bulk-visibility");
    journey.find(AriaRole.BUTTON, "Make 2 videos unlisted").click();

    // Without another request of the person.
    assertThat(firstJob(page)).containsText("Change visibility to unlisted");
    assertThat(firstJob(page)).containsText("Done");
    assertThat(firstJob(page)).containsText("2 changed");

    // Back is the confirmation, not the browser's question whether a form is to be sent again.
    page.goBack();
    assertThat(journey.find(AriaRole.HEADING, "Change visibility: 2 videos")).isVisible();
    page.goBack();
    assertThat(page.locator(".bulk-bar")).isVisible();
    page.goForward();
    assertThat(journey.find(AriaRole.HEADING, "Change visibility: 2 videos")).isVisible();
    page.navigate("/admin/jobs");
    journey.screenshot("bulk-jobs");
    Assertions.assertThat(Accessibility.violations(page)).isEmpty();
    Assertions.assertThat(visibilities(ids)).containsExactly("unlisted", "unlisted", "private");

    firstJob(page).locator("summary").click();
    assertThat(firstJob(page)).containsText("This changes 2 videos back");
    Assertions.assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("bulk-undo");
    undo(page).click();
    assertThat(firstJob(page)).containsText("Undo: Change visibility");
    assertThat(firstJob(page)).containsText("Done");
    Assertions.assertThat(visibilities(ids)).containsExactly("private", "private", "private");
    firstJob(page).getByRole(AriaRole.LINK).first().click();
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("2 of 2");
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("No video failed");
  }

  @Test
  void changesAllThatMatchWithoutScript() {
    var ids = upload("moonscape", 3);
    var page = plain.as("admin").page();
    page.navigate("/admin/videos?q=moonscape&limit=25");

    page.getByLabel("Apply to").selectOption("All 3 that match");
    page.getByLabel("Action").selectOption("Move to trash");
    plain.find(AriaRole.BUTTON, "Continue").click();
    assertThat(plain.find(AriaRole.HEADING, "Move to trash: 3 videos")).isVisible();
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("Contains: moonscape");
    plain.find(AriaRole.BUTTON, "Move 3 videos to the trash").click();
    awaitDone(page);
    ids.forEach(id -> assertTrashed(id, true));

    page.navigate("/admin/videos?q=moonscape&trash=true");
    page.getByLabel("Apply to").selectOption("All 3 on this page");
    plain.find(AriaRole.BUTTON, "Continue").click();
    plain.find(AriaRole.BUTTON, "Restore 3 videos").click();
    awaitDone(page);
    ids.forEach(id -> assertTrashed(id, false));

    // Nothing is selected.
    page.navigate("/admin/videos?q=moonscape");
    page.getByLabel("Action").selectOption("Move to trash");
    plain.find(AriaRole.BUTTON, "Continue").click();
    assertThat(plain.find(AriaRole.HEADING, "No videos are selected")).isVisible();
    plain.find(AriaRole.LINK, "Back to the videos").click();
    assertThat(page).hasURL(Pattern.compile("q=moonscape"));

    // What can't be changed is listed with the reason.
    page.getByLabel("Select moonscape 0").check();
    page.getByLabel("Action").selectOption("Retry failed jobs");
    plain.find(AriaRole.BUTTON, "Continue").click();
    plain.find(AriaRole.BUTTON, "Retry failed jobs of 1 video").click();
    awaitDone(page);
    firstJob(page).getByRole(AriaRole.LINK).first().click();
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("moonscape 0");
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("aren't processed in this installation");
  }

  @Test
  void asksAgainForAMistypedOwner() {
    var ids = upload("handover", 2);
    var page = journey.as("admin").page();
    page.navigate(
        "/admin/jobs/confirmation?action=owner&ids=%s&back=q%%3Dhandover"
            .formatted(String.join("-", ids)));
    page.getByLabel("New owner").fill("creater2");
    journey.find(AriaRole.BUTTON, "Give 2 videos to this account").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no account with this name");
    assertThat(page.getByLabel("New owner")).isFocused();
    assertThat(page.getByLabel("New owner")).hasValue("creater2");
    assertThat(journey.find(AriaRole.LINK, "Cancel"))
        .hasAttribute("href", "/admin/videos?q=handover");
    page.setViewportSize(390, 844);
    Assertions.assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("phone-job-refused");
    page.getByLabel("New owner").fill("creator2");
    journey.find(AriaRole.BUTTON, "Give 2 videos to this account").click();

    assertThat(page.getByRole(AriaRole.STATUS)).isFocused();
    assertThat(firstJob(page)).containsText("2 changed");
  }

  @Test
  void aDoubleClickBeginsOneJob() {
    var ids = upload("impatience", 1);
    var page = journey.as("admin").page();
    page.navigate("/admin/jobs/confirmation?action=delete&ids=" + ids.get(0));

    journey.find(AriaRole.BUTTON, "Move 1 video to the trash").dblclick();
    assertThat(firstJob(page)).containsText("1 changed");
    firstJob(page).locator("summary").click();
    undo(page).dblclick();

    // The second request to undo would be refused.
    assertThat(firstJob(page)).containsText("Undo: Move to trash");
    assertThat(firstJob(page)).containsText("Done");
    Assertions.assertThat(journey.requestsTo(journey.app()))
        .filteredOn(request -> request.method().equals("POST"))
        .hasSize(2);
    assertTrashed(ids.get(0), false);

    // The page that the browser has kept can be sent again.
    page.goBack();
    page.goBack();
    var again = journey.find(AriaRole.BUTTON, "Move 1 video to the trash");
    assertThat(again).not().hasAttribute("aria-disabled", "true");
    again.click();
    assertThat(firstJob(page)).containsText("1 changed");
  }

  private static Locator undo(Page page) {
    var name = Pattern.compile("^Yes, undo this job");
    return firstJob(page).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  private static List<String> upload(String word, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                ApiClient.as("creator")
                    .upload("%s %d.mp4".formatted(word, number), Mp4Header.bytes(900, 4))
                    .getString("id"))
        .toList();
  }

  private static List<String> visibilities(List<String> ids) {
    return ids.stream()
        .map(id -> ApiClient.as("admin").request().get("/api/videos/{id}", id))
        .map(response -> response.jsonPath().getString("visibility").toLowerCase())
        .toList();
  }

  private static void assertTrashed(String id, boolean expected) {
    String time =
        ApiClient.as("admin").request().get("/api/videos/{id}", id).jsonPath().get("deleteAfter");
    Assertions.assertThat(time != null).isEqualTo(expected);
  }

  private static Locator row(Page page, String id) {
    var link = page.locator("a[href*='/" + id + "']");
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHas(link));
  }

  private static Locator firstJob(Page page) {
    return page.locator("tbody tr").first();
  }

  private static void awaitDone(Page page) {
    page.waitForCondition(
        () -> {
          page.navigate("/admin/jobs");
          return firstJob(page).textContent().contains("Done");
        });
  }
}
