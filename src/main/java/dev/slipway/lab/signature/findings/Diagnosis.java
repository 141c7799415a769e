package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.findings.Finding.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Performs all checks. The worst findings come first. */
public final class Diagnosis {
  /** A hostile URL can have thousands of odd parameters. */
  private static final int MAX_FINDINGS = 50;

  /** What a finding is a consequence of. Without one of these, it is the reason itself. */
  private static final Map<String, Set<String>> CAUSES =
      Map.of(
          "permission-missing", Set.of("url-unquoted", "url-escaped"),
          "signature-lost", Set.of("url-unquoted", "url-escaped"),
          "secret-differs", Set.of("signature-malformed", "url-trailing"),
          "object-missing", Set.of("key-encoded-twice"),
          "parameter-refused", Set.of("region-differs", "url-encoded-twice"),
          "scope-incomplete", Set.of("url-encoded-twice"),
          "host-not-signed", Set.of("url-encoded-twice"),
          "signed-headers-order", Set.of("url-encoded-twice"),
          "header-missing", Set.of("url-encoded-twice"));

  private Diagnosis() {}

  public static List<Finding> of(Evidence evidence) {
    var all = check(evidence);
    return all.stream()
        .filter(finding -> !isRedundant(finding, all))
        .sorted(Comparator.comparing(Finding::severity))
        .limit(MAX_FINDINGS)
        .map(Finding::shortened)
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
            EncodingChecks.check(evidence))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /** Whether another finding says the same more precisely. */
  private static boolean isRedundant(Finding finding, List<Finding> all) {
    if (Mismatch.GENERAL_CODES.contains(finding.code())) {
      return all.stream().anyMatch(other -> other.severity() == Severity.ERROR);
    }
    var causes = CAUSES.getOrDefault(finding.code(), Set.of());
    if (all.stream()
        .anyMatch(other -> other.severity() == Severity.ERROR && causes.contains(other.code()))) {
      return true;
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
