package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody logs in and out. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LoginJourneyTest {
  @RegisterExtension final Journey journey = new Journey();

  @Test
  void reportsAWrongPassword() {
    var page = journey.page();
    page.navigate("/login");
    page.getByLabel("Username").fill("creator2");
    page.getByLabel("Password").fill("wrong");
    page.keyboard().press("Enter");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("do not match");
    assertThat(page.getByLabel("Username")).hasValue("creator2");
    assertThat(page.getByLabel("Password")).isFocused();
    journey.screenshot("login-wrong");
  }

  @Test
  void fillsInADemoAccount() {
    var page = journey.page();
    page.navigate("/admin/videos");
    journey.find(AriaRole.BUTTON, "Use admin").click();
    page.keyboard().press("Enter");

    assertThat(page).hasURL(Pattern.compile("/admin/videos$"));
    assertThat(page.getByRole(AriaRole.BANNER)).containsText("admin");
  }

  @Test
  void logsOut() {
    var page = journey.openUploadPage();
    journey.find(AriaRole.BUTTON, "Log out").click();
    assertThat(journey.find(AriaRole.BUTTON, "Log out")).hasCount(0);

    page.navigate("/");
    assertThat(page).hasURL(Pattern.compile("/login\\?return="));
  }

  @Test
  void explainsToAViewerWhatIsForbidden() {
    var page = journey.as("viewer").page();
    page.navigate("/admin/videos");

    assertThat(page.getByText("Status 403")).isVisible();
    assertThat(journey.find(AriaRole.LINK, "Admin")).hasCount(0);
    journey.find(AriaRole.LINK, "Browse videos").click();
    assertThat(journey.find(AriaRole.HEADING, "Videos")).isVisible();
  }
}
