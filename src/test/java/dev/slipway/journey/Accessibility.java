package dev.slipway.journey;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks the page that is shown with axe: the rules of WCAG 2.2 A and AA, and best practices. */
final class Accessibility {
  /** Rules of WCAG 2.1 A and 2.2 AA that axe checks only on request. */
  private static final List<String> ADDITIONAL_RULES =
      List.of("label-content-name-mismatch", "target-size");

  /** Rules about where elements are and how large. */
  private static final List<String> LAYOUT_RULES =
      List.of("target-size", "scrollable-region-focusable");

  /** Rules about colours, and again those about where elements are. */
  private static final List<String> COLOUR_RULES =
      List.of("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable");

  private static final String AXE = readAxe();

  /**
   * Returns a line for each violated rule: its id, what it asks for, and three of the elements,
   * because a list repeats its elements in every row. Most of the time of axe is needed to describe
   * the elements without violations, so it describes no others.
   */
  private static final String FIND_VIOLATIONS =
      """
      async (options) => {
        for (const animation of document.getAnimations()) {
          // An endless one has no end to go to, and colours halfway to another are nobody's choice.
          if (Number.isFinite(animation.effect.getComputedTiming().endTime)) animation.finish();
        }
        const { violations } = await axe.run(document, {
          ...options, resultTypes: ["violations"], iframes: false,
        });
        return violations.map(({ id, help, nodes }) => {
          const elements = nodes.slice(0, 3).map(({ html }) => html).join(" | ");
          return `${id}: ${help}, ${nodes.length} times: ${elements}`;
        });
      }\
      """;

  private Accessibility() {}

  /** A line for each violated rule: its id, what it asks for, and some of the elements. */
  static List<String> violations(Page page) {
    var enabled =
        ADDITIONAL_RULES.stream()
            .collect(Collectors.toMap(rule -> rule, rule -> Map.of("enabled", true)));
    return violations(page, Map.of("rules", enabled));
  }

  /** The same for the rules that another width of the window can violate. */
  static List<String> layoutViolations(Page page) {
    return violations(page, only(LAYOUT_RULES));
  }

  /** The same for the rules that another colour scheme or width can violate. */
  static List<String> colourViolations(Page page) {
    return violations(page, only(COLOUR_RULES));
  }

  private static Map<String, Object> only(List<String> rules) {
    return Map.of("runOnly", Map.of("type", "rule", "values", rules));
  }

  @SuppressWarnings("unchecked")
  private static List<String> violations(Page page, Map<String, Object> options) {
    // The page keeps it until it navigates.
    if (!(boolean) page.evaluate("() => Boolean(window.axe)")) {
      page.evaluate(AXE);
    }
    return (List<String>) page.evaluate(FIND_VIOLATIONS, options);
  }

  /** The script in the library, which has no API that loads it once for several checks. */
  private static String readAxe() {
    try (var script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
