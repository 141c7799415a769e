package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages show what others do without being loaded again. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LiveJourneyTest {
  private static final byte[] BYTES = Mp4Header.bytes(3_000, 9);

  @RegisterExtension final Journey journey = new Journey();

  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void theListingOfAdministratorsShowsWhatIsStoredAndChanged() {
    var page = journey.as("admin").page();
    page.navigate("/admin/videos");
    var id = creator.upload("live.mp4", BYTES).getString("id");
    var row = part(page, id);
    assertThat(row).containsText("live");
    assertThat(row).containsText("Ready");

    edit(id, Map.of("title", "A title from elsewhere"));
    assertThat(row).containsText("A title from elsewhere");

    creator.request().delete("/api/videos/{id}", id).then().statusCode(200);
    assertThat(row).hasCount(0);
  }

  @Test
  void nothingMovesUnderThePointer() {
    var first = creator.upload("first.mp4", BYTES).getString("id");
    var page = journey.as("admin").page();
    page.navigate("/admin/videos");
    part(page, first).hover();

    var second = creator.upload("second.mp4", BYTES).getString("id");
    var show =
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show what’s new"));
    assertThat(show).isVisible();
    assertThat(part(page, second)).hasCount(0);
    journey.screenshot("live-notice");

    show.click();
    assertThat(part(page, second)).isVisible();
    assertThat(show).isHidden();
  }

  @Test
  void theGalleryShowsStrangersWhatBecomesPublic() {
    var id = creator.upload("public.mp4", BYTES).getString("id");
    var page = journey.page();
    page.navigate("/videos");
    assertThat(part(page, id)).hasCount(0);

    edit(id, Map.of("visibility", "public"));
    assertThat(part(page, id)).isVisible();

    edit(id, Map.of("visibility", "private"));
    assertThat(part(page, id)).hasCount(0);
  }

  @Test
  void theOwnersListShowsAnUploadOfAnotherWindow() {
    var page = journey.as("creator").page();
    page.navigate("/videos/mine");

    var id = creator.upload("other-window.mp4", BYTES).getString("id");

    assertThat(part(page, id)).containsText("other-window");
    assertThat(Accessibility.violations(page)).isEmpty();
  }

  @Test
  void thePageOfAVideoShowsItsTitleAndStateOfNow() {
    var id = creator.upload("watched.mp4", BYTES).getString("id");
    var page = journey.as("admin").page();
    page.navigate("/videos/" + id);
    assertThat(part(page, "title")).hasText("watched");

    edit(id, Map.of("title", "Renamed elsewhere"));

    assertThat(part(page, "title")).hasText("Renamed elsewhere");
    // The rows of the timeline keep their texts, and new ones follow.
    var rows = page.locator("#timeline .what");
    assertThat(rows.last()).containsText("Details changed");
    assertThat(rows.first()).containsText("Upload opened");
    assertThat(rows.nth(1)).containsText("Object stored");
    assertThat(rows.nth(2)).containsText("Catalogued");
  }

  @Test
  void thePageOfAVideoShowsThatItWasMovedToTheTrashElsewhere() {
    var id = creator.upload("trashed.mp4", BYTES).getString("id");
    var page = journey.as("creator").page();
    page.navigate("/videos/" + id);
    assertThat(page.locator("#player")).hasCount(1);

    creator.request().delete("/api/videos/{id}", id).then().statusCode(200);

    assertThat(page.getByText("This video is in the trash")).isVisible();
    assertThat(page.locator("#player")).hasCount(0);
    assertThat(page.locator("#timeline")).containsText("Moved to the trash");
  }

  @Test
  void theListOfMediaJobsShowsTheirProgress() {
    var id = creator.upload("processed.mp4", BYTES).getString("id");
    var page = journey.as("admin").page();
    page.navigate("/admin/processing");
    change(
        "insert into media_job (video_id, kind, run, priority, state, failures, step, percent,"
            + " worker, queued_at, started_at) values ('"
            + id
            + "', 'PROBE', 1, 10, 'RUNNING', 0, 'Reading', 10, 'a', now(), now())");
    var row =
        page.locator("[data-part]").filter(new Locator.FilterOptions().setHasText("processed"));
    assertThat(row).containsText("Reading 10%");

    change("update media_job set percent = 60 where video_id = '" + id + "'");

    assertThat(row).containsText("Reading 60%");
  }

  private static void change(String sql) {
    QuarkusTransaction.requiringNew()
        .run(() -> Panache.getEntityManager().createNativeQuery(sql).executeUpdate());
  }

  private static Locator part(Page page, String id) {
    return page.locator("[data-part='" + id + "']");
  }

  private void edit(String id, Map<String, String> details) {
    creator
        .request()
        .contentType(ContentType.JSON)
        .body(details)
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
  }
}
