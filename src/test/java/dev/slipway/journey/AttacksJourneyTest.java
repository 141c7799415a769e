package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user runs attacks and sees which line of defence holds. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AttacksJourneyTest {
  private static final int ATTACKS = 29;
  private static final Pattern CHANGED_TYPE =
      Pattern.compile("PUT /.* HTTP/1\\.1\n.*Content-Type: text/html.*", Pattern.DOTALL);
  private static final LocatorAssertions.ContainsTextOptions AFTER_ALL =
      new LocatorAssertions.ContainsTextOptions().setTimeout(120_000);

  @RegisterExtension final Journey journey = new Journey();

  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  @Test
  void marksWhatDiffersFromTheSignedRequest() {
    var page = journey.as("creator").page();
    page.navigate("/lab/attacks");

    journey.find(AriaRole.BUTTON, "Run: Declare another type").click();

    var attack = page.locator("#other-type");
    assertThat(attack.getByText("As expected")).isVisible();
    assertThat(attack.locator("mark")).hasText("Content-Type: text/html");
    assertThat(attack.locator(".signed")).hasText("Signed: video/mp4");
    assertThat(attack).containsText("403 SignatureDoesNotMatch");
    assertThat(attack).containsText("After the attack the store has no object under the key.");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Declare another type: as expected");
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("attack-other-type");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void handsARequestOverToTheInspector() {
    var page = journey.as("creator").page();
    page.navigate("/lab");
    journey.find(AriaRole.LINK, "Attack bench").click();
    journey.find(AriaRole.BUTTON, "Run: Declare another type").click();

    page.locator("#other-type").getByText("Inspect this URL").first().click();

    assertThat(page.locator("#findings")).containsText("video/mp4");
    assertThat(page.getByLabel("Request as sent")).hasValue(CHANGED_TYPE);
    page.reload();
    assertThat(page.getByLabel("Request as sent")).hasValue("");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void offersTheLoginIfTheSessionHasEnded() {
    var page = journey.as("creator").page();
    for (var path : List.of("/lab/attacks", "/lab/signature")) {
      journey.as("creator");
      page.navigate(path);
      page.context().clearCookies();
      if (path.equals("/lab/attacks")) {
        journey.find(AriaRole.BUTTON, "Run: Declare another type").click();
      } else {
        journey.find(AriaRole.BUTTON, "Use Amazon’s example").click();
      }

      var problem = page.locator(".notice.bad:visible");
      assertThat(problem).containsText("You are logged out. Log in, then try again.");
      assertThat(problem.getByRole(AriaRole.LINK)).hasAttribute("href", "/login?return=" + path);
    }
  }

  @Test
  void runsAllAttacks() {
    var page = journey.as("creator").page();
    page.navigate("/lab/attacks");

    journey.find(AriaRole.BUTTON, "Run all").click();

    assertThat(page.getByRole(AriaRole.STATUS))
        .containsText("%d of %d as expected".formatted(ATTACKS, ATTACKS), AFTER_ALL);
    assertThat(page.locator(".chip.ready")).hasCount(ATTACKS);
    journey.screenshot("attacks-all");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void countsAttacksThatAreNotApplicableSeparately() {
    var page = journey.as("creator").page();
    page.navigate("/lab/attacks");
    page.route(
        "**/api/lab/attacks/*",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(409)
                    .setContentType("application/problem+json")
                    .setBody("{\"code\": \"attack-not-applicable\", \"detail\": \"Not here.\"}")));

    journey.find(AriaRole.BUTTON, "Run all").click();

    assertThat(page.getByRole(AriaRole.STATUS))
        .hasText("0 of %d as expected, %d not applicable here".formatted(ATTACKS, ATTACKS));
  }

  @Test
  void canBeReadWithoutJavaScript() {
    var page = unscripted.as("creator").page();
    page.navigate("/lab/attacks");

    assertThat(page.locator(".attack")).hasCount(ATTACKS);
    page.locator("#stolen-url summary").click();
    assertThat(page.locator("#stolen-url")).containsText("can’t be revoked");
    assertThat(page.locator("#stolen-url")).containsText("Copy as curl");
  }
}
