package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.RandomSshKey;
import dev.slipway.testing.TestAccount;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user manages the own account: ends another browser's session, and changes the password. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AccountJourneyTest {
  private static final String OTHER_PASSWORD = "a copper violin";

  @RegisterExtension final Journey journey = new Journey();

  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  private TestAccount account;

  @BeforeEach
  void createAccount() {
    account = TestAccount.creator();
  }

  @Test
  void endsAnotherSessionAndChangesThePassword() {
    var forgotten = unscripted.page();
    logIn(forgotten, TestAccount.PASSWORD);
    var page = journey.page();
    logIn(page, TestAccount.PASSWORD);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Your account")).click();
    assertThat(page.getByText("This session", new Page.GetByTextOptions().setExact(true)))
        .isVisible();
    journey.screenshot("account");

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("End the session of"))
        .click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Session ended.");
    forgotten.navigate("/account");
    assertThat(forgotten).hasURL(Pattern.compile("/login\\?return="));

    change(page, TestAccount.PASSWORD + "!", OTHER_PASSWORD);
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("current password");
    assertThat(page.getByLabel("Current password")).isFocused();
    journey.screenshot("account-wrong-password");
    change(page, TestAccount.PASSWORD, OTHER_PASSWORD);
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Password changed.");

    logOutInTheListOfSessions(page);
    assertThat(page).hasURL(Pattern.compile("/login$"));
    logIn(page, OTHER_PASSWORD);
    assertThat(page.getByRole(AriaRole.BANNER)).containsText(account.name());
    // The browser reports the response to the wrong password.
    assertThat(journey.consoleErrors()).allMatch(error -> error.contains("/account/password"));
  }

  @Test
  void revokesWhatActsWithoutThePassword() {
    ApiClient.with(account.logIn("curl/8"))
        .request()
        .contentType("application/json")
        .body(Map.of("name", "Nightly upload"))
        .post("/api/tokens")
        .then()
        .statusCode(201);
    var page = journey.page();
    logIn(page, TestAccount.PASSWORD);
    page.navigate("/account");

    change(page, TestAccount.PASSWORD, OTHER_PASSWORD);

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("1 API token can still act for you");
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("account-still-acts");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.setViewportSize(390, 844);
    page.getByText("Revoke all", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("account-still-acts-narrow");
    journey.find(AriaRole.BUTTON, "Yes, revoke all tokens and keys").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("SSH keys revoked");
  }

  @Test
  void asksBeforeAnSshKeyIsRemoved() {
    var page = journey.page();
    logIn(page, TestAccount.PASSWORD);
    page.navigate("/account");
    page.getByLabel("Name (optional)").fill("Studio");
    page.getByLabel("Public key").fill(RandomSshKey.text());
    journey.find(AriaRole.BUTTON, "Add key").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("SSH key added.");
    // Screen readers don't read a status that is there when the page loads.
    assertThat(page.getByRole(AriaRole.STATUS)).isFocused();

    page.getByLabel("Remove Studio", new Page.GetByLabelOptions().setExact(true)).click();
    assertThat(page.getByText("Programs that use this key stop working at once.")).isVisible();
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.find(AriaRole.BUTTON, "Yes, remove Studio").click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("SSH key removed.");
    assertThat(page.getByRole(AriaRole.MAIN)).not().containsText("Studio");

    page.reload();
    assertThat(page).hasURL(Pattern.compile("/account$"));
    assertThat(page.getByRole(AriaRole.STATUS)).hasCount(0);
  }

  @Test
  void worksWithoutJavaScript() {
    var page = unscripted.page();
    logIn(page, TestAccount.PASSWORD);
    page.navigate("/account");

    change(page, TestAccount.PASSWORD, OTHER_PASSWORD);

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Password changed.");
    logOutInTheListOfSessions(page);
    assertThat(page).hasURL(Pattern.compile("/login$"));
  }

  private void logIn(Page page, String password) {
    page.navigate("/login");
    page.getByLabel("Username").fill(account.name());
    page.getByLabel("Password").fill(password);
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.BANNER)).containsText(account.name());
  }

  private static void logOutInTheListOfSessions(Page page) {
    page.getByRole(AriaRole.MAIN)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Log out"))
        .click();
  }

  private static void change(Page page, String current, String chosen) {
    page.getByLabel("Current password").fill(current);
    page.getByLabel("New password", new Page.GetByLabelOptions().setExact(true)).fill(chosen);
    page.getByLabel("Confirm new password").fill(chosen);
    page.keyboard().press("Enter");
  }
}
