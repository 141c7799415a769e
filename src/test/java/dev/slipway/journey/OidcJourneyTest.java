package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.SpringProviderResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody logs in at Spring Authorization Server, a real OpenID Connect provider, and out. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@WithTestResource(SpringProviderResource.class)
class OidcJourneyTest {
  private static final int PHONE_WIDTH = 390;
  private static final int PHONE_HEIGHT = 844;

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void logsInAndOutAtTheProvider() {
    var page = journey.page();
    page.navigate("/videos/mine");
    assertThat(page).hasURL(Pattern.compile("/login\\?return="));
    Assertions.assertThat(Accessibility.violations(page)).isEmpty();
    screenshots("oidc-login");

    logInAs("anna");
    consent(page);

    assertThat(page).hasURL(Pattern.compile("/videos/mine$"));
    assertThat(page.getByRole(AriaRole.BANNER)).containsText("anna");
    assertThat(journey.find(AriaRole.LINK, "Admin")).hasCount(0);
    page.navigate("/");
    assertThat(journey.find(AriaRole.LINK, "Upload")).isVisible();

    journey.find(AriaRole.BUTTON, "Log out").click();
    assertThat(page).hasURL(Pattern.compile(journey.app() + "/login$"));
    assertThat(journey.find(AriaRole.BUTTON, "Log out")).hasCount(0);
    // The provider asks for the password again, so its session has ended, too.
    journey.find(AriaRole.LINK, "Log in with Example ID").click();
    assertThat(page.getByPlaceholder("Password")).isVisible();
    // The provider's own pages load styles from the internet.
    Assertions.assertThat(journey.consoleErrors())
        .noneMatch(error -> error.contains(journey.app().toString()));
  }

  @Test
  void makesAnAdministratorOfAMemberOfTheirGroup() {
    var page = journey.page();
    page.navigate("/login");
    logInAs("boss");
    consent(page);

    assertThat(page.getByRole(AriaRole.BANNER)).containsText("boss");
    page.navigate("/admin/videos");
    assertThat(journey.find(AriaRole.HEADING, "All videos")).isVisible();
  }

  @Test
  void explainsWhyNobodyElseGetsIn() {
    var page = journey.page();
    page.navigate("/login");
    logInAs("guest");
    consent(page);

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("has no access to Slipway");
    Assertions.assertThat(Accessibility.violations(page)).isEmpty();
    screenshots("oidc-no-role");
  }

  @Test
  void doesNotTakeOverALocalAccount() {
    var page = journey.page();
    page.navigate("/login");
    logInAs("creator2");
    consent(page);

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Ask your administrator to link them");
  }

  @Test
  void canBeCancelledAtTheProvider() {
    var page = journey.page();
    page.navigate("/login");
    logInAs("carla");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel")).click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Example ID refused the login");
    journey.find(AriaRole.LINK, "Log in with Example ID").click();
    consent(page);
    assertThat(page.getByRole(AriaRole.BANNER)).containsText("carla");
  }

  @Test
  void leavesTheLocalLoginAsItIs() {
    var page = journey.page();
    page.navigate("/login");
    page.getByLabel("Username").fill("creator");
    page.getByLabel("Password").fill("creator-demo");
    page.keyboard().press("Enter");

    assertThat(page.getByRole(AriaRole.BANNER)).containsText("creator");
    journey.find(AriaRole.BUTTON, "Log out").click();
    assertThat(page).hasURL(Pattern.compile("/login$"));
  }

  /** Follows the button, and types name and password at the provider. */
  private void logInAs(String name) {
    var page = journey.page();
    journey.find(AriaRole.LINK, "Log in with Example ID").click();
    page.getByPlaceholder("Username").fill(name);
    page.getByPlaceholder("Password").fill(name + "-secret");
    page.keyboard().press("Enter");
  }

  private static void consent(Page page) {
    page.getByLabel("profile").check();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Submit Consent")).click();
  }

  private void screenshots(String name) {
    var page = journey.page();
    var size = page.viewportSize();
    for (var scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      page.setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
      journey.screenshot("phone-" + name + "-" + scheme.name().toLowerCase(Locale.ROOT));
      page.setViewportSize(size.width, size.height);
      journey.screenshot(name + "-" + scheme.name().toLowerCase(Locale.ROOT));
    }
    Assertions.assertThat(Accessibility.colourViolations(page)).isEmpty();
  }
}
