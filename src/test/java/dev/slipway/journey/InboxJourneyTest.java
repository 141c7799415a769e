package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.StoreEvents;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The admin looks into what the store told, and what it did not tell. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InboxJourneyTest {
  private static final String BROKEN = "{\"broken<script>";
  private static final Page.GetByLabelOptions EXACT = new Page.GetByLabelOptions().setExact(true);

  @ConfigProperty(name = "slipway.notifications.token")
  String token;

  private final ApiClient admin = ApiClient.as("admin");

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  @AfterEach
  void resumeStoreEvents() {
    StoreEvents.resume();
  }

  @Test
  void readsADeadLetterAndProcessesItAgain() {
    var page = journey.as("admin").page();
    var id = deadLetter();
    page.navigate("/admin/videos");
    within("Admin", "Inbox");
    within("State", "Dead");
    page.locator("a[href='/admin/inbox/" + id + "']").click();

    assertThat(page.locator("pre")).containsText(BROKEN);
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("The body isn’t JSON");
    var download = page.waitForDownload(() -> journey.find(AriaRole.LINK, "Download").click());
    assertThat(download.path()).hasContent(BROKEN);
    journey.find(AriaRole.BUTTON, "Process again").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("queued to be processed again");
    Eventually.holds("it is dead again", () -> dead().contains(id));
    journey.find(AriaRole.LINK, "Refresh").click();
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("requeued manually 1 time");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void processesAllNotificationsOfAKeyAgainWithoutJavaScript() {
    var id = ApiClient.as("creator").upload("told.mp4", Mp4Header.bytes(1_010, 5)).getString("id");
    var key = "videos/" + id + "/source";
    Eventually.holds("it is in the inbox", () -> about(key) == 1);
    var page = unscripted.as("admin").page();
    page.navigate("/admin/inbox");
    page.getByLabel("Object key", EXACT).fill(key);
    page.getByLabel("Object key", EXACT).press("Enter");
    assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);

    page.getByText("Process all notifications with this key again…").click();
    unscripted.find(AriaRole.BUTTON, "Yes, process all notifications with this key again").click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("One notification is queued");
    assertThat(page.getByLabel("Object key", EXACT)).hasValue(key);
  }

  @Test
  void reconcilesAndReadsTheDrift() {
    StoreEvents.pause();
    var id = ApiClient.as("creator").put("untold.mp4", Mp4Header.bytes(1_020, 5));
    var page = journey.as("admin").page();
    page.navigate("/admin/inbox");
    within("Admin", "Drift");
    page.getByLabel("Check every object").check();
    journey.find(AriaRole.BUTTON, "Report only").click();
    var asked = page.getByRole(AriaRole.STATUS).getByRole(AriaRole.LINK);
    var comparison = asked.getAttribute("href");
    Eventually.holds("it is over", () -> isOver(comparison));
    asked.click();

    assertThat(page.getByRole(AriaRole.MAIN)).containsText("report only, every object");
    page.navigate(comparison + "?kind=missed");
    while (row(page, id).count() == 0) {
      journey.find(AriaRole.LINK, "More").click();
    }
    assertThat(row(page, id)).containsText("Reported");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  private void within(String navigation, String link) {
    journey
        .find(AriaRole.NAVIGATION, navigation)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(link))
        .click();
  }

  private static Locator row(Page page, String id) {
    return page.getByRole(AriaRole.ROW)
        .filter(
            new Locator.FilterOptions()
                .setHas(page.locator("[data-copy='videos/" + id + "/source']")));
  }

  /** Sends what nobody can read, and waits until that is known. */
  private int deadLetter() {
    var before = dead();
    given().auth().oauth2(token).body(BROKEN).post("/notifications/s3").then().statusCode(204);
    Eventually.holds("it is dead", () -> !before.containsAll(dead()));
    return dead().get(0);
  }

  private List<Integer> dead() {
    return admin
        .request()
        .get("/api/notifications?state=dead")
        .jsonPath()
        .getList("items.id", Integer.class);
  }

  private int about(String key) {
    return admin
        .request()
        .queryParam("key", key)
        .get("/api/notifications")
        .jsonPath()
        .getList("items")
        .size();
  }

  private boolean isOver(String comparison) {
    var id = comparison.substring(comparison.lastIndexOf('/') + 1);
    return admin
        .request()
        .get("/api/reconciliations/{id}", id)
        .jsonPath()
        .getString("status")
        .equals("DONE");
  }
}
