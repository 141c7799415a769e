package dev.slipway.journey;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Collectors;

/** Checks the page that is shown with axe: the rules of WCAG 2.2 A and AA, and best practices. */
final class Accessibility {
  private Accessibility() {}

  /** A line for each violated rule: its id, what it asks for, and the elements. */
  static List<String> violations(Page page) {
    return new AxeBuilder(page)
        .analyze().getViolations().stream().map(Accessibility::format).toList();
  }

  private static String format(Rule rule) {
    return rule.getNodes().stream()
        .map(CheckedNode::getHtml)
        .collect(Collectors.joining(" | ", rule.getId() + ": " + rule.getHelp() + ": ", ""));
  }
}
