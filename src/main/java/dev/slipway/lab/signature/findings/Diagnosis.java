package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.findings.Finding.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Performs all checks. The worst findings come first. */
public final class Diagnosis {
  /** A hostile URL can have thousands of odd parameters. */
  private static final int MAX_FINDINGS = 50;

  private Diagnosis() {}

  public static List<Finding> of(Evidence evidence) {
    var all = check(evidence);
    return all.stream()
        .filter(finding -> !isRedundant(finding, all))
        .sorted(Comparator.comparing(Finding::severity))
        .limit(MAX_FINDINGS)
        .toList();
  }

  private static List<Finding> check(Evidence evidence) {
    return Stream.of(
            RequestChecks.check(evidence),
            HeaderChecks.check(evidence),
            AnswerChecks.check(evidence),
            CanonicalDifference.check(evidence),
            TimeChecks.check(evidence),
            ScopeChecks.check(evidence.url()),
            ParameterChecks.check(evidence.url()),
            EncodingChecks.check(evidence.url()))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /** Whether another finding says the same more precisely. */
  private static boolean isRedundant(Finding finding, List<Finding> all) {
    if (finding.code().equals(CanonicalDifference.UNEXPLAINED)) {
      return all.stream().anyMatch(other -> other.severity() == Severity.ERROR);
    }
    return finding.expected() == null
        && finding.actual() == null
        && all.stream()
            .anyMatch(
                other ->
                    other.code().equals(finding.code())
                        && Objects.equals(other.line(), finding.line())
                        && other.expected() != null);
  }
}
