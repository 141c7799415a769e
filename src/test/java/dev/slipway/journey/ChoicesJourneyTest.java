package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user compares ways to upload and tries two of them. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ChoicesJourneyTest {
  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey phone = Journey.onPhone();
  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  @Test
  void triesAPostPolicy() {
    var page = journey.as("creator").page();
    page.navigate("/lab");
    journey.find(AriaRole.LINK, "Ways to upload").click();

    journey.find(AriaRole.BUTTON, "Try on this store: POST policy").click();

    var section = page.locator("#post-policy");
    assertThat(section.getByText("As expected")).isVisible();
    assertThat(section).containsText("400 EntityTooLarge (refused)");
    assertThat(section).containsText("The second file has replaced the first");
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("All 5 requests ended as expected");
    section.getByText("POST one byte too many").click();
    assertThat(section.locator("details[open] [data-part=request]"))
        .containsText("x-amz-signature");
    section.getByText("Policy", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(section.locator("pre")).containsText("content-length-range");
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("choices-post-policy");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void seesWhatAStoreWithoutTokenServiceAnswers() {
    var page = phone.as("creator").page();
    page.navigate("/lab/choices");

    phone.find(AriaRole.BUTTON, "Try on this store: Temporary credentials (STS)").click();

    var section = page.locator("#temporary-credentials");
    assertThat(section.getByText("Not supported by this store")).isVisible();
    assertThat(section).containsText("Action=AssumeRole");
    assertThat(section).containsText("Amazon’s service has an endpoint of its own");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("The store answered");
    assertThat(Accessibility.violations(page)).isEmpty();
    phone.screenshot("choices-phone");
    assertThat(phone.consoleErrors()).isEmpty();
  }

  @Test
  void canBeReadWithoutJavaScript() {
    var page = unscripted.as("viewer").page();
    page.navigate("/lab/choices");

    assertThat(page.locator(".comparison").first().locator("tbody tr")).hasCount(7);
    assertThat(page.locator("#when-not")).containsText("Compliance");
    assertThat(page.getByText("Creators and administrators can try this")).hasCount(2);
  }
}
