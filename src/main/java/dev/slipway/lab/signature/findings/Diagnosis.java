package dev.slipway.lab.signature.findings;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Performs all checks. The worst findings come first. */
public final class Diagnosis {
  /** A hostile URL can have thousands of odd parameters. */
  private static final int MAX_FINDINGS = 50;

  private Diagnosis() {}

  public static List<Finding> of(Evidence evidence) {
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
        .sorted(Comparator.comparing(Finding::severity))
        .limit(MAX_FINDINGS)
        .toList();
  }
}
