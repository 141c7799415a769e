package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccessibilityTest {
  private static final URI NO_SERVER = URI.create("http://127.0.0.1:1");

  private static final String PAGE =
      "<!doctype html><html lang=en><title>Page</title><main><h1>Page</h1>%s</main>";

  @RegisterExtension final Journey journey = Journey.at(() -> NO_SERVER, () -> NO_SERVER);

  @Test
  void findsNothingInAnAccessiblePage() {
    show("<p>Text");

    assertThat(Accessibility.violations(journey.page())).isEmpty();
  }

  @Test
  void namesTheRuleAndThreeElements() {
    show("<img src=data:,>".repeat(5));

    assertThat(Accessibility.violations(journey.page()))
        .singleElement()
        .asString()
        .startsWith("image-alt: ")
        .contains(", 5 times: ")
        .satisfies(line -> assertThat(line.split("<img")).hasSize(4));
    assertThat(Accessibility.layoutViolations(journey.page())).isEmpty();
    assertThat(Accessibility.colourViolations(journey.page())).isEmpty();
  }

  @Test
  void findsPaleText() {
    show("<p style='color: #ccc; background: #fff'>Text");

    assertThat(Accessibility.colourViolations(journey.page()))
        .singleElement()
        .asString()
        .startsWith("color-contrast: ");
    assertThat(Accessibility.layoutViolations(journey.page())).isEmpty();
  }

  @Test
  void findsTargetsThatAreTooSmall() {
    var small = "<button style='width: 9px; height: 9px; padding: 0' aria-label=%s></button>";
    show(small.formatted("a") + small.formatted("b"));

    assertThat(Accessibility.layoutViolations(journey.page()))
        .singleElement()
        .asString()
        .startsWith("target-size: ");
  }

  private void show(String content) {
    journey.page().setContent(PAGE.formatted(content));
  }
}
