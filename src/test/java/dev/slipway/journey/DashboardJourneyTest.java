package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An administrator reads the numbers as tables, and follows them to the videos. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class DashboardJourneyTest {
  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  @Test
  void readsNumbersAndFollowsThem() {
    ApiClient.as("creator").upload("text.mp4", "no video".getBytes());
    Eventually.holds(
        "the dashboard counts the rejected file",
        Duration.ofMinutes(1),
        () ->
            ApiClient.as("admin")
                .request()
                .get("/api/dashboard?days=7")
                .jsonPath()
                .getList("rejections.reason")
                .contains("not-a-video"));
    var page = unscripted.as("admin").page();
    page.navigate("/admin/videos");
    unscripted.find(AriaRole.LINK, "Dashboard").click();
    unscripted.find(AriaRole.LINK, "7 days").click();
    assertThat(page).hasURL(Pattern.compile("days=7$"));
    unscripted.screenshot("dashboard-light");

    page.getByText("Show daily numbers").click();
    var days = page.getByLabel("By day").getByRole(AriaRole.TABLE);
    assertThat(days.getByRole(AriaRole.ROWHEADER)).hasCount(7);
    assertThat(days.getByRole(AriaRole.ROWHEADER).first()).containsText("so far");
    assertThat(page.getByLabel("Storage by account").getByRole(AriaRole.TABLE))
        .containsText("creator");

    page.getByRole(AriaRole.LISTITEM)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Not a video"))
        .click();
    assertThat(page).hasURL(Pattern.compile("reason=not-a-video&from=[0-9-]+&to=[0-9-]+$"));
    assertThat(page.getByRole(AriaRole.TABLE)).containsText("Rejected");
  }
}
