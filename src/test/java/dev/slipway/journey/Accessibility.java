package dev.slipway.journey;

import com.deque.html.axecore.args.AxeRuleOptions;
import com.deque.html.axecore.args.AxeRunOnlyOptions;
import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Collectors;

/** Checks the page that is shown with axe: the rules of WCAG 2.2 A and AA, and best practices. */
final class Accessibility {
  /** Rules of WCAG 2.1 A and 2.2 AA that axe checks only on request. */
  private static final List<String> ADDITIONAL_RULES =
      List.of("label-content-name-mismatch", "target-size");

  /** Rules about where elements are and how large. */
  private static final List<String> LAYOUT_RULES =
      List.of("target-size", "scrollable-region-focusable");

  /** Of each violation: a list repeats its elements in every row. */
  private static final int MAX_ELEMENTS = 3;

  private static final AxeRuleOptions ENABLED = new AxeRuleOptions();

  static {
    ENABLED.setEnabled(true);
  }

  private Accessibility() {}

  /** A line for each violated rule: its id, what it asks for, and some of the elements. */
  static List<String> violations(Page page) {
    var options = new AxeRunOptions();
    options.setRules(
        ADDITIONAL_RULES.stream().collect(Collectors.toMap(rule -> rule, rule -> ENABLED)));
    return violations(page, options);
  }

  /** The same for the rules that another width of the window can violate. */
  static List<String> layoutViolations(Page page) {
    var rules = new AxeRunOnlyOptions();
    rules.setType("rule");
    rules.setValues(LAYOUT_RULES);
    var options = new AxeRunOptions();
    options.setRunOnly(rules);
    return violations(page, options);
  }

  private static List<String> violations(Page page, AxeRunOptions options) {
    // Most of the time is needed to describe the elements without violations.
    options.setResultTypes(List.of("violations"));
    // Without frames, legacy mode finds the same and opens no second page for each result.
    return new AxeBuilder(page)
        .setLegacyMode(true).options(options).analyze().getViolations().stream()
            .map(Accessibility::format)
            .toList();
  }

  private static String format(Rule rule) {
    var count = rule.getNodes().size();
    return rule.getNodes().stream()
        .limit(MAX_ELEMENTS)
        .map(CheckedNode::getHtml)
        .collect(
            Collectors.joining(
                " | ", rule.getId() + ": " + rule.getHelp() + ", " + count + " times: ", ""));
  }
}
