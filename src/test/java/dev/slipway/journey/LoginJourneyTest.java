package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody logs in and out. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LoginJourneyTest {
  /** An expression with the page's memory of unfinished uploads. */
  private static final String IN_MEMORY =
      "import('/uploads/client/localUploads.js')"
          + ".then(({ UploadMemory }) => { const memory = new UploadMemory(); return %s; })";

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
  void logsInWithADemoAccount() {
    var page = journey.page();
    page.navigate("/admin/videos");
    journey.find(AriaRole.BUTTON, "Log in as admin").click();

    assertThat(page).hasURL(Pattern.compile("/admin/videos$"));
    assertThat(page.getByRole(AriaRole.BANNER)).containsText("admin");
  }

  @Test
  @Asvs({"7.4.1", "7.4.4"})
  void logsOut() {
    var page = journey.openUploadPage();
    journey.find(AriaRole.BUTTON, "Log out").click();
    assertThat(journey.find(AriaRole.BUTTON, "Log out")).hasCount(0);

    page.navigate("/");
    assertThat(page).hasURL(Pattern.compile("/login\\?return="));
  }

  /** Also where the browser ignores the header that clears its storage. */
  @Test
  @Asvs("14.3.1")
  void forgetsTheFilesOfTheAccount() {
    var page = journey.openUploadPage();
    page.route("**/logout", route -> fulfillWithout("clear-site-data", route));
    rememberUpload(page);

    journey.find(AriaRole.BUTTON, "Log out").click();

    assertThat(page).hasURL(Pattern.compile("/login$"));
    assertThat(journey.find(AriaRole.BUTTON, "Log out")).hasCount(0);
    Assertions.assertThat(isRemembered(page)).isFalse();
    Assertions.assertThat(journey.consoleErrors()).isEmpty();
  }

  /** For example while another tab upgrades the database. */
  @Test
  void logsOutAlthoughTheStorageDoesNotRespond() {
    var page = journey.openUploadPage();
    page.evaluate("() => { indexedDB.open = () => new EventTarget(); }");

    journey.find(AriaRole.BUTTON, "Log out").click();

    assertThat(page)
        .hasURL(Pattern.compile("/login$"), new PageAssertions.HasURLOptions().setTimeout(5_000));
  }

  /** The page of the account shows a second button, beside this session. */
  @Test
  @Asvs("14.3.1")
  void forgetsTheFilesWhicheverButtonLogsOut() {
    var page = journey.openUploadPage();
    page.route("**/logout", route -> fulfillWithout("clear-site-data", route));
    rememberUpload(page);
    page.navigate("/account");

    page.getByRole(AriaRole.MAIN).getByText("Log out").click();

    assertThat(page).hasURL(Pattern.compile("/login$"));
    Assertions.assertThat(isRemembered(page)).isFalse();
  }

  /** Without the page's help, as when the tab runs another version of it. */
  @Test
  @Asvs("14.3.1")
  void hasTheBrowserClearItsStorage() {
    var page = journey.openUploadPage();
    rememberUpload(page);
    page.evaluate("localStorage.setItem('key', 'value')");

    page.evaluate("document.getElementById('logout').submit()");

    assertThat(page).hasURL(Pattern.compile("/login$"));
    Assertions.assertThat(page.evaluate("localStorage.getItem('key')")).isNull();
    Assertions.assertThat(isRemembered(page)).isFalse();
  }

  @Test
  void showsNoPageOfTheAccountAfterTheLogout() {
    var page = journey.openUploadPage();
    journey.find(AriaRole.BUTTON, "Log out").click();
    assertThat(page).hasURL(Pattern.compile("/login$"));

    page.goBack();

    assertThat(page).hasURL(Pattern.compile("/login\\?return="));
    assertThat(journey.find(AriaRole.BUTTON, "Log out")).hasCount(0);
  }

  @Test
  void explainsToAViewerWhatIsForbidden() {
    var page = journey.as("viewer").page();
    page.navigate("/admin/videos");

    assertThat(page.getByText("Status 403")).isVisible();
    assertThat(
            page.getByText(
                "This page is for administrators. You are logged in as viewer.",
                new Page.GetByTextOptions().setExact(true)))
        .isVisible();
    assertThat(journey.find(AriaRole.LINK, "Admin")).hasCount(0);
    journey.find(AriaRole.LINK, "Browse videos").click();
    assertThat(journey.find(AriaRole.HEADING, "Videos")).isVisible();
  }

  private static void rememberUpload(Page page) {
    page.evaluate(IN_MEMORY.formatted("memory.remember({ id: 'one', handle: { kind: 'file' } })"));
    Assertions.assertThat(isRemembered(page)).isTrue();
  }

  private static boolean isRemembered(Page page) {
    return (boolean)
        page.evaluate(IN_MEMORY.formatted("memory.handleOf('one').then((handle) => !!handle)"));
  }

  private static void fulfillWithout(String header, Route route) {
    var response = route.fetch(new Route.FetchOptions().setMaxRedirects(0));
    var headers = new HashMap<>(response.headers());
    Assertions.assertThat(headers.remove(header)).isNotNull();
    route.fulfill(new Route.FulfillOptions().setStatus(response.status()).setHeaders(headers));
  }
}
