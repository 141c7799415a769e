package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PlayableVideos;
import dev.slipway.testing.RandomSshKey;
import dev.slipway.testing.TestAccount;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An administrator invites a person, who uploads; later the administrator disables the account. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AccountsJourneyTest {
  private static final String NAME = "newcomer";
  private static final String PASSWORD = "nine quiet lanterns";

  private static final Page.GetByTextOptions EXACT_TEXT =
      new Page.GetByTextOptions().setExact(true);
  private static final Page.GetByLabelOptions EXACT_LABEL =
      new Page.GetByLabelOptions().setExact(true);

  @TempDir Path directory;

  @RegisterExtension final Journey admin = new Journey();
  @RegisterExtension final Journey person = new Journey();

  @Test
  void invitesAndDisables() {
    var page = admin.as("admin").page();
    page.navigate("/admin/accounts");
    assertThat(Accessibility.violations(page)).isEmpty();
    admin.screenshot("accounts");
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(NAME);
    page.getByLabel("Storage").fill("50 GB");
    admin.find(AriaRole.BUTTON, "Create account").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Send this link to " + NAME);
    assertThat(Accessibility.violations(page)).isEmpty();
    admin.screenshot("account-invited");
    assertThat(page.getByRole(AriaRole.MAIN).locator("form")).hasCount(0);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.setViewportSize(390, 844);
    assertThat(Accessibility.violations(page)).isEmpty();
    admin.screenshot("account-invited-narrow");
    var address = page.locator(".secret code").textContent();
    admin.find(AriaRole.LINK, "Open the account").click();
    assertThat(page.getByLabel("Storage")).hasValue("50 GB");

    choosePasswordAndLogIn(address);
    var card = UploadCard.choose(person.page(), PlayableVideos.mp4(directory, 1));
    card.awaitPhase("done");

    page.navigate("/admin/accounts/" + NAME);
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("Active");
    admin.screenshot("account");
    page.getByText("Disable account", EXACT_TEXT).click();
    assertThat(page.getByText("Pending webhook deliveries are not sent")).isVisible();
    assertThat(Accessibility.violations(page)).isEmpty();
    admin.find(AriaRole.BUTTON, "Yes, disable account").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Account disabled");
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("Disabled");

    person.page().navigate("/videos/mine");
    assertThat(person.page()).hasURL(Pattern.compile(".*/login\\?return=.*"));
    logIn(person.page());
    assertThat(person.page().getByRole(AriaRole.ALERT)).containsText("has disabled this account");
    person.screenshot("login-disabled");
  }

  @Test
  void explainsARefusedQuotaOfANewAccount() {
    var page = admin.as("admin").page();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.setViewportSize(390, 844);
    page.navigate("/admin/accounts?q=viewer");
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("refused-quota");
    page.getByLabel("Storage").fill("50G");
    admin.find(AriaRole.BUTTON, "Create account").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("type a size such as 500 MB or 2 GiB");
    assertThat(page.getByLabel("Storage")).hasValue("50G");
    assertThat(page.getByLabel("Storage")).isFocused();
    assertThat(Accessibility.violations(page)).isEmpty();
    admin.screenshot("accounts-refused-narrow");
  }

  @Test
  void explainsARefusedChange() {
    var page = admin.as("admin").page();
    page.navigate("/admin/accounts/viewer");
    page.getByLabel("Storage").fill("a lot");
    admin.find(AriaRole.BUTTON, "Save quota").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("type a size such as 500 MB or 2 GiB");
    assertThat(page.getByLabel("Storage")).hasValue("a lot");
    assertThat(page.getByLabel("Storage")).isFocused();
    assertThat(Accessibility.violations(page)).isEmpty();
    admin.screenshot("account-refused");
    page.getByText("Remove account", EXACT_TEXT).click();
    page.getByText("Move them to another account").click();
    page.getByLabel("New owner").fill("no such account");
    admin.find(AriaRole.BUTTON, "Yes, remove account").click();

    assertThat(page.getByLabel("New owner")).hasValue("no such account");
    assertThat(page.getByLabel("New owner")).isFocused();
    assertThat(page.getByLabel("Move them to another account")).isChecked();
    assertThat(Accessibility.violations(page)).isEmpty();
    admin.screenshot("account-removal-refused");
  }

  @Test
  void revokesTokensAndKeysAndLinksAnIdentity() {
    var owner = TestAccount.creator();
    var client = ApiClient.with(owner.logIn("Firefox/140.0 (Linux)"));
    create(client, "/api/tokens", Map.of("name", "Nightly upload"));
    create(client, "/api/me/ssh-keys", Map.of("name", "Studio", "publicKey", RandomSshKey.text()));
    create(
        ApiClient.as("admin"),
        "/api/accounts/" + owner.name() + "/identities",
        Map.of("issuer", "https://id.example.com/realms/example", "subject", owner.name()));
    var page = admin.as("admin").page();
    page.navigate("/admin/accounts/" + owner.name());
    assertThat(Accessibility.violations(page)).isEmpty();
    admin.screenshot("account-access");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(Accessibility.violations(page)).isEmpty();
    page.setViewportSize(390, 844);
    admin.screenshot("account-access-narrow");

    page.getByText("Unlink", EXACT_TEXT).click();
    page.getByLabel("Revoke the SSH key Studio", EXACT_LABEL).click();
    page.getByLabel("Revoke the token Nightly upload", EXACT_LABEL).click();
    page.getByText("Reset password", EXACT_TEXT).click();
    assertThat(Accessibility.violations(page)).isEmpty();
    admin.screenshot("account-access-asks-narrow");
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("all sessions end immediately");
    admin.find(AriaRole.BUTTON, "Yes, unlink " + owner.name()).click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Identity unlinked");
    assertThat(page.getByRole(AriaRole.STATUS)).isFocused();
    page.getByLabel("Revoke the SSH key Studio", EXACT_LABEL).click();
    admin.find(AriaRole.BUTTON, "Yes, revoke the SSH key Studio").click();
    assertThat(page.getByRole(AriaRole.MAIN)).not().containsText("Studio");
    page.getByText("Revoke all", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(Accessibility.violations(page)).isEmpty();
    admin.find(AriaRole.BUTTON, "Yes, revoke all tokens and keys").click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("SSH keys revoked");
    assertThat(page.getByRole(AriaRole.MAIN)).not().containsText("Nightly upload");
  }

  private static void create(ApiClient client, String path, Map<String, String> body) {
    client.request().contentType("application/json").body(body).post(path).then().statusCode(201);
  }

  private void choosePasswordAndLogIn(String address) {
    var page = person.page();
    page.navigate(address);
    assertThat(Accessibility.violations(page)).isEmpty();
    person.screenshot("invitation");
    page.getByLabel("New password", EXACT_LABEL).fill(PASSWORD);
    page.getByLabel("Confirm new password").fill(PASSWORD);
    person.find(AriaRole.BUTTON, "Set password").click();
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("Your password is set");
    assertThat(Accessibility.violations(page)).isEmpty();
    person.screenshot("invitation-used");
    page.getByRole(AriaRole.MAIN)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Log in"))
        .click();
    assertThat(page.getByLabel("Username")).hasValue(NAME);
    assertThat(page.getByLabel("Password")).isFocused();
    logIn(page);
    assertThat(page.getByText("Drop videos or folders here")).isVisible();
    page.navigate(address);
    assertThat(page.getByText("This link no longer works")).isVisible();
    person.screenshot("invitation-ended");
    page.navigate("/");
  }

  private static void logIn(Page page) {
    page.getByLabel("Username").fill(NAME);
    page.getByLabel("Password").fill(PASSWORD);
    page.keyboard().press("Enter");
  }
}
