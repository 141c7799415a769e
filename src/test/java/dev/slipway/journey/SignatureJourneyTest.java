package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitUntilState;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.lab.signature.AwsExample;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user takes signed URLs apart in the lab, and finds out why one is refused. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SignatureJourneyTest {
  private static final String TYPED_SECRET = "a-secret-that-must-not-leave-the-page";

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void showsHowAmazonsExampleIsSigned() {
    var page = open("viewer");
    journey.find(AriaRole.BUTTON, "Use Amazon’s example").click();

    assertThat(page.locator("#url-parts")).hasText(AwsExample.URL);
    assertThat(page.locator("#parts")).containsText("examplebucket");
    assertThat(page.locator("[data-code=expired]")).isVisible();
    assertThat(page.locator("#string-lines .line-text").last())
        .hasText(AwsExample.STRING_TO_SIGN.lines().skip(3).findFirst().orElseThrow());
    assertThat(page.locator("#keys .line-text")).hasCount(5);
    assertThat(page.locator("#keys .line-text").last()).hasText(AwsExample.SIGNATURE);
    assertThat(page.locator("#comparison")).containsText("Equal");
    assertThat(page.getByText("Sign a PUT")).hasCount(0);
    journey.screenshot("signature-example");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void highlightsThePartsOfALine() {
    var page = open("viewer");
    journey.find(AriaRole.BUTTON, "Use Amazon’s example").click();
    var host = page.locator("#canonical-lines #line-header-host");
    assertThat(host).isVisible();

    host.hover();
    assertThat(page.locator("#url-parts .lit").first()).hasText("examplebucket");

    // The keyboard reaches the parts through their buttons.
    var date =
        page.locator("#string-lines")
            .getByText("Date", new Locator.GetByTextOptions().setExact(true));
    date.focus();
    assertThat(page.locator("#url-parts .lit")).hasText("X-Amz-Date=20130524T000000Z");
  }

  @Test
  void typedSecretStaysInThePage() {
    var page = open("viewer");
    journey.find(AriaRole.BUTTON, "Use Amazon’s example").click();
    assertThat(page.locator("#comparison")).containsText("Equal");
    var before = journey.requestsTo(journey.app()).size();

    page.getByLabel("Secret access key").fill(TYPED_SECRET);
    assertThat(page.locator("#comparison")).containsText("Different");

    assertThat(journey.requestsTo(journey.app())).hasSize(before);
    page.reload();
    assertThat(page.getByLabel("Secret access key")).hasValue("");
    assertThat((String) page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])"))
        .doesNotContain(TYPED_SECRET);
    assertThat(journey.requestsTo(journey.app()))
        .noneMatch(request -> (request.url() + request.postData()).contains(TYPED_SECRET));
  }

  @Test
  void findsWhyAnOwnUrlIsRefused() {
    var page = open("creator");
    journey.find(AriaRole.BUTTON, "Sign a PUT").click();
    assertThat(page.locator("[data-code=own-signature-valid]")).isVisible();
    assertThat(page.getByRole(AriaRole.TIMER)).containsText("in 1");
    assertThat(page.locator("#progress")).containsText("aborted");
    journey.screenshot("signature-own");

    page.getByText("Why was it refused?").click();
    var url = page.getByLabel("Pre-signed URL").inputValue();
    page.getByLabel("Request as sent")
        .fill("curl -T clip.mp4 -H 'Content-Type: text/html' -H 'If-None-Match: *' '" + url + "'");
    journey.find(AriaRole.BUTTON, "Inspect").click();

    var finding = page.locator("[data-code=header-differs]");
    assertThat(finding).containsText("video/mp4");
    assertThat(finding).containsText("text/html");
    assertThat(page.locator("#line-header-content-type")).hasClass("line differs");
    journey.screenshot("signature-refused");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  /** With the details open, the findings are below the visible part of the page. */
  @Test
  void movesToTheFindings() {
    var page = open("viewer");
    page.setViewportSize(1280, 800);
    page.getByText("Why was it refused?").click();
    page.getByLabel("Pre-signed URL").fill(AwsExample.URL);
    journey.find(AriaRole.BUTTON, "Inspect").click();

    var heading = page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Findings"));
    assertThat(heading).isFocused();
    assertThat(heading).isInViewport();
    assertThat(page.locator("[data-code=expired]")).isInViewport();
  }

  /** Each change, and the finding that explains the refusal. */
  @ParameterizedTest
  @CsvSource({
    "type, header-differs, text/html",
    "length, header-differs, 33",
    "bytes, checksum-differs, ",
    "header, header-missing, if-none-match",
    "method, method-differs, DELETE",
    "path, path-differs, /other"
  })
  void explainsWhyTheStoreRefusesAChangedRequest(String change, String code, String actual) {
    var page = open("creator");
    assertThat(page.getByText("Send it changed")).isHidden();
    journey.find(AriaRole.BUTTON, "Sign a PUT").click();
    assertThat(page.locator("[data-code=own-signature-valid]")).isVisible();

    page.getByLabel("Change").selectOption(change);
    journey.find(AriaRole.BUTTON, "Send it changed").click();

    assertThat(page.locator("[data-severity=error]")).hasCount(1);
    var finding = page.locator("[data-code=" + code + "]");
    assertThat(finding).isVisible();
    if (actual != null) {
      assertThat(finding).containsText(actual);
    }
    assertThat(page.locator("#progress")).containsText("The store answered 4");
    assertThat(page.getByLabel("Response of the store")).hasValue(Pattern.compile("<Code>"));
    assertThat(page.locator("#findings-title")).isFocused();
    journey.screenshot("signature-changed-" + change);
  }

  @Test
  void tellsThatThePageMayNotReadTheAnswer() {
    var page = open("creator");
    journey.find(AriaRole.BUTTON, "Sign a PUT").click();
    assertThat(page.locator("[data-code=own-signature-valid]")).isVisible();
    // What a page sees of a store without a CORS rule.
    journey.interceptPuts((count, put) -> put.abort("failed"));

    journey.find(AriaRole.BUTTON, "Send it changed").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("CORS rules");
    assertThat(page.getByRole(AriaRole.ALERT)).isFocused();
    assertThat(page.getByLabel("Response of the store")).hasValue("");
    assertThat(page.locator("[data-code=header-differs]")).containsText("text/html");
  }

  /** Before its script has loaded, the form would reload the page. */
  @Test
  void inspectsOnlyWithItsScript() {
    var scripts = new ArrayList<Route>();
    var page = journey.as("viewer").page();
    page.route("**/experiments/inspector*.js", scripts::add);
    page.navigate("/lab/signature", new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    page.getByLabel("Pre-signed URL").fill(AwsExample.URL);
    assertThat(journey.find(AriaRole.BUTTON, "Inspect")).isDisabled();

    page.waitForCondition(() -> !scripts.isEmpty());
    scripts.forEach(Route::resume);
    journey.find(AriaRole.BUTTON, "Inspect").click();

    assertThat(page.locator("[data-code=expired]")).isVisible();
    assertThat(page.getByLabel("Pre-signed URL")).hasValue(AwsExample.URL);
  }

  /** The copied command is what the inspector itself finds nothing wrong with. */
  @Test
  void copiesASignedPutAsACompleteCommand() {
    var page = open("creator");
    journey.find(AriaRole.BUTTON, "Sign a PUT").click();
    assertThat(page.locator("[data-code=own-signature-valid]")).isVisible();
    var command = page.locator("#copy-curl").getAttribute("data-copy");
    var url = page.getByLabel("Pre-signed URL").inputValue();

    assertThat(command).startsWith("curl ").contains("x-amz-checksum-sha256: ").contains(url);
    page.getByText("Why was it refused?").click();
    page.getByLabel("Request as sent").fill(command);
    journey.find(AriaRole.BUTTON, "Inspect").click();
    assertThat(page.locator("#progress")).containsText("1 note");
    assertThat(page.locator("#line-header-content-length .line-text")).hasText("content-length:32");

    page.getByLabel("Pre-signed URL").fill(AwsExample.URL);
    assertThat(page.locator("#trial")).isHidden();
  }

  /** Without a request, no header is missing. */
  @Test
  void takesHeadersThatCameWithTheUrlForSignedOnes() {
    var page = open("viewer");
    page.getByLabel("Pre-signed URL")
        .fill(AwsExample.URL.replace("=host", "=content-type%3Bhost%3Bif-none-match"));
    page.getByText("Why was it refused?").click();
    page.getByLabel("Headers that came with the URL").fill("Content-Type: video/mp4");
    page.getByLabel("Method that the URL was signed for").selectOption("PUT");
    journey.find(AriaRole.BUTTON, "Inspect").click();

    assertThat(page.locator("#line-header-content-type .line-text"))
        .hasText("content-type:video/mp4");
    assertThat(page.locator("#findings [data-code]")).hasCount(1);
    assertThat(page.locator("[data-code=expired]")).isVisible();
  }

  @Test
  void typedPasswordsAndCookiesStayInThePage() {
    var page = open("viewer");
    page.getByText("Why was it refused?").click();
    page.getByLabel("Request as sent")
        .fill(
            "curl -u me:"
                + TYPED_SECRET
                + " -H 'Cookie: a="
                + TYPED_SECRET
                + "' '"
                + AwsExample.URL
                + "'");
    journey.find(AriaRole.BUTTON, "Inspect").click();

    assertThat(page.locator("[data-code=authorization-sent]")).isVisible();
    assertThat(page.getByLabel("Request as sent")).hasValue(Pattern.compile(TYPED_SECRET));
    assertThat(journey.requestsTo(journey.app()))
        .noneMatch(request -> (request.url() + request.postData()).contains(TYPED_SECRET));
  }

  @Test
  void leavesNothingBehind() {
    var creator = ApiClient.as("creator2");
    var before = creator.request().get("/api/me").jsonPath().getMap("quota").toString();
    var page = open("creator2");

    for (var method : new String[] {"PUT", "GET", "DELETE"}) {
      journey.find(AriaRole.BUTTON, "Sign a " + method).click();
      assertThat(page.locator("[data-code=own-signature-valid]")).containsText(method);
    }

    assertThat(creator.request().get("/api/me").jsonPath().getMap("quota").toString())
        .isEqualTo(before);
    assertThat(creator.request().get("/api/uploads").jsonPath().getList("id")).isEmpty();
  }

  @Test
  void explainsWhatIsNoSignedUrl() {
    var page = open("viewer");
    page.getByLabel("Pre-signed URL").fill("https://store.example/b/k");
    journey.find(AriaRole.BUTTON, "Inspect").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Copy the whole URL");
    assertThat(page.getByRole(AriaRole.ALERT)).isFocused();
    assertThat(page.locator("#result")).isHidden();
  }

  private Page open(String account) {
    var page = journey.as(account).page();
    page.navigate("/lab");
    journey.find(AriaRole.LINK, "Signature inspector").click();
    page.waitForURL("**/lab/signature");
    return page;
  }
}
