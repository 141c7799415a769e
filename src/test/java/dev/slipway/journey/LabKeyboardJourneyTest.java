package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.lab.signature.AwsExample;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user of the lab has no mouse. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LabKeyboardJourneyTest {
  /** More than any page of the lab has controls before the one that is looked for. */
  private static final int MAX_TABS = 120;

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void inspectsAUrlAndReachesTheFindings() {
    var page = openLab();
    follow("Signature inspector");
    tabTo(page.getByLabel("Pre-signed URL"));
    page.keyboard().insertText(AwsExample.URL);
    tabTo(journey.find(AriaRole.BUTTON, "Inspect"));
    press("Enter");

    assertThat(page.locator("#findings-title")).isFocused();
    assertThat(page.locator("[data-code=expired]")).isInViewport();
    tabTo(page.getByLabel("Secret access key"));
    press("End");
    page.keyboard().type("x");
    assertThat(page.locator("#comparison")).containsText("Different");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void signsAPutAndSendsItChanged() {
    var page = openLab();
    follow("Signature inspector");
    tabTo(journey.find(AriaRole.BUTTON, "Sign a PUT"));
    press("Enter");
    assertThat(page.locator("[data-code=own-signature-valid]")).isVisible();
    assertThat(journey.find(AriaRole.BUTTON, "Sign a PUT")).isFocused();

    tabTo(page.getByLabel("Change"));
    press("ArrowDown");
    tabTo(journey.find(AriaRole.BUTTON, "Send it changed"));
    press("Enter");

    assertThat(page.locator("[data-code=header-differs]")).containsText("33");
    assertThat(page.locator("#findings-title")).isFocused();
  }

  @Test
  void runsAnAttackAndReadsWhy() {
    var page = openLab();
    follow("Attack bench");
    var attack = page.locator("#other-type");
    var run = journey.find(AriaRole.BUTTON, "Run: Declare another type");
    tabTo(run);
    press("Enter");

    assertThat(attack.getByText("As expected")).isVisible();
    assertThat(run).isFocused();
    var why = attack.locator(".why summary");
    tabTo(why);
    press("Enter");
    assertThat(attack).containsText("Content-Type is a signed header");
    assertThat(attack.locator("[data-part=explanation]")).isVisible();
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void findsAQuestionAndItsExperiment() {
    var page = openLab();
    follow("Questions");
    tabTo(page.getByLabel("Search"));
    page.keyboard().type("50,000 users");
    assertThat(page.locator("article:visible").first()).hasAttribute("id", "through-the-server");

    tabTo(page.locator("#through-the-server .experiment a"));
    press("Enter");

    assertThat(page).hasURL(Pattern.compile("/lab/capacity\\?"));
    assertThat(page.locator("#bytes-per-day")).containsText("500 GB");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  private Page openLab() {
    var page = journey.as("creator").page();
    page.navigate("/lab");
    return page;
  }

  /** Follows a link of the index with the keyboard. */
  private void follow(String link) {
    tabTo(journey.page().locator(".experiments").getByText(link, EXACT));
    press("Enter");
    assertThat(journey.find(AriaRole.HEADING, link)).isVisible();
  }

  private static final Locator.GetByTextOptions EXACT =
      new Locator.GetByTextOptions().setExact(true);

  private void tabTo(Locator target) {
    journey.tabTo(target, MAX_TABS);
  }

  private void press(String key) {
    journey.page().keyboard().press(key);
  }
}
