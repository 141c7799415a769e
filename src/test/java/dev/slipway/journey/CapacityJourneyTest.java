package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user estimates what a volume of uploads needs, and shares the result. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class CapacityJourneyTest {
  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey withoutScript = Journey.withoutScript();

  @Test
  void updatesTheResultWhileTyping() {
    var page = journey.as("viewer").page();
    page.navigate("/lab");
    journey.find(AriaRole.LINK, "Capacity calculator").click();
    assertThat(page.locator("#bandwidth")).containsText("240 Gbit/s");
    journey.screenshot("capacity");

    var hours = page.getByLabel("Video uploaded per minute");
    hours.fill("1000");
    assertThat(page.locator("#bandwidth")).containsText("480 Gbit/s");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("480 Gbit/s");
    assertThat(hours).isFocused();
    assertThat(page).hasURL(Pattern.compile("[?&]hours=1000&"));

    page.reload();
    assertThat(page.locator("#bandwidth")).containsText("480 Gbit/s");

    page.getByLabel("People and files").check();
    assertThat(page.locator("#bytes-per-day")).containsText("150 TB");
    assertThat(hours).isHidden();
    var viewers = page.getByLabel("Viewers at the same time");
    assertThat(viewers).hasValue("86806");
    viewers.fill("7");
    page.getByLabel("Hours of video").check();
    assertThat(viewers).hasValue("7");

    journey.find(AriaRole.LINK, "Company").click();
    assertThat(page.locator("#files-per-day")).containsText("25");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void explainsAnInvalidInputUntilItIsCorrected() {
    var page = journey.as("viewer").page();
    page.navigate("/lab/capacity");
    var part = page.getByLabel("Size of a part");
    part.fill("4");
    assertThat(page.locator("#part-problem")).hasText("Enter a number from 5 to 5,120.");
    assertThat(part).hasAttribute("aria-invalid", "true");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Correct the marked inputs");

    part.fill("32");
    assertThat(page.locator("#parts-per-second")).containsText("894");
    assertThat(page.locator("#part-problem")).isEmpty();
  }

  @Test
  void worksWithoutJavaScript() {
    var page = withoutScript.as("viewer").page();
    page.navigate("/lab/capacity");
    page.getByLabel("Bit rate of the video").fill("40");
    page.keyboard().press("Enter");
    assertThat(page.locator("#bandwidth")).containsText("1.2 Tbit/s");
    assertThat(page.getByLabel("Bit rate of the video")).hasValue("40");
  }
}
