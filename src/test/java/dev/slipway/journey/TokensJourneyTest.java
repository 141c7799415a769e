package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user creates a token for a program and revokes it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class TokensJourneyTest {
  private static final Page.GetByLabelOptions EXACT = new Page.GetByLabelOptions().setExact(true);

  @RegisterExtension final Journey journey = new Journey();

  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  @Test
  void createsATokenAndRevokesIt() {
    var page = journey.as("creator").page();
    page.navigate("/videos");
    page.locator(".account-name").click();
    journey.find(AriaRole.LINK, "Tokens").click();
    journey.screenshot("tokens-before");
    page.getByLabel("Token name").fill("Nightly upload");
    page.getByLabel("Expires after").selectOption("30 days");
    journey.find(AriaRole.BUTTON, "Create token").click();

    var secret = page.getByRole(AriaRole.STATUS).locator("code").first().textContent();
    assertThat(secret).startsWith("slipway_");
    assertThat(page.url()).endsWith("/tokens");
    assertThat(status(secret)).isEqualTo(200);
    journey.screenshot("tokens-made");

    page.navigate("/tokens");
    assertThat(page.content()).doesNotContain(secret);
    page.getByLabel("Revoke Nightly upload", EXACT).click();
    journey.screenshot("tokens-revoke");
    journey.find(AriaRole.BUTTON, "Yes, revoke Nightly upload").click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Token revoked.");
    assertThat(page.getByRole(AriaRole.STATUS)).isFocused();
    assertThat(page.getByText("Nightly upload")).hasCount(0);
    assertThat(status(secret)).isEqualTo(401);
    assertThat(journey.consoleErrors()).isEmpty();
  }

  /** The second token would be shown, and the secret of the first one never. */
  @Test
  void aDoubleClickCreatesOneToken() {
    var page = journey.as("creator").page();
    page.navigate("/tokens");
    page.getByLabel("Token name").fill("Clicked twice");

    journey.find(AriaRole.BUTTON, "Create token").dblclick();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("slipway_");
    page.navigate("/tokens");
    assertThat(page.getByLabel("Revoke Clicked twice", EXACT)).hasCount(1);
    page.getByLabel("Revoke Clicked twice", EXACT).click();
    journey.find(AriaRole.BUTTON, "Yes, revoke Clicked twice").click();
  }

  @Test
  void worksWithoutJavaScript() {
    var page = unscripted.as("creator2").page();
    page.navigate("/tokens");
    page.getByLabel("Token name").fill("By hand");
    unscripted.find(AriaRole.BUTTON, "Create token").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("slipway_");

    page.getByLabel("Revoke By hand", EXACT).click();
    unscripted.find(AriaRole.BUTTON, "Yes, revoke By hand").click();
    assertThat(page.getByText("No tokens yet")).isVisible();
  }

  @Test
  void explainsWhatIsMissing() {
    var page = journey.as("creator").page();
    page.navigate("/tokens");
    page.getByLabel("Token name").fill("   ");
    page.keyboard().press("Enter");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("name");
    assertThat(page.getByLabel("Token name")).isFocused();
    journey.screenshot("tokens-refused");
  }

  private static int status(String token) {
    return given().auth().oauth2(token).get("/api/me").statusCode();
  }
}
