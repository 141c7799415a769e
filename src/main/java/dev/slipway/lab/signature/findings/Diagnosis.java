package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.findings.Finding.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Performs all checks. The worst findings come first. */
public final class Diagnosis {
  /** A hostile URL can have thousands of odd parameters. */
  private static final int MAX_FINDINGS = 50;

  /** The possible causes of a finding. Without one of these, it is the reason itself. */
  private static final Map<String, Set<String>> CAUSES =
      Map.ofEntries(
          Map.entry("permission-missing", Set.of("url-unquoted", "url-escaped", "bucket-differs")),
          Map.entry("bucket-missing", Set.of("bucket-differs")),
          Map.entry("signature-lost", Set.of("url-unquoted", "url-escaped")),
          Map.entry("signature-ignored", Set.of("body-hash-sent")),
          Map.entry("secret-differs", Set.of("signature-malformed", "url-trailing")),
          Map.entry("object-missing", Set.of("key-encoded-twice")),
          Map.entry("clock-differs", Set.of("signed-in-future")),
          Map.entry(
              "parameter-refused",
              Set.of(
                  "region-differs",
                  "service-differs",
                  "scope-incomplete",
                  "url-encoded-twice",
                  "parameter-missing",
                  "parameter-case",
                  "parameter-repeated",
                  "expiry-too-long",
                  "expiry-invalid",
                  "date-invalid")),
          Map.entry("scope-incomplete", Set.of("url-encoded-twice")),
          Map.entry("host-not-signed", Set.of("url-encoded-twice")),
          Map.entry("signed-headers-order", Set.of("url-encoded-twice")),
          // A preflight has neither the signed method nor the signed headers.
          Map.entry("method-differs", Set.of(CorsRefusal.CODE)),
          Map.entry("method-unlikely", Set.of(CorsRefusal.CODE)),
          Map.entry("header-missing", Set.of("url-encoded-twice", CorsRefusal.CODE)));

  private Diagnosis() {}

  public static List<Finding> of(Evidence evidence) {
    var all = check(evidence);
    var errors =
        all.stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .map(Finding::code)
            .collect(Collectors.toSet());
    // A hostile request has thousands of findings, so each is compared with few others.
    var byLine =
        all.stream().collect(Collectors.groupingBy(finding -> Optional.ofNullable(finding.line())));
    return all.stream()
        .filter(finding -> !isConsequence(finding, errors))
        .filter(
            finding ->
                (finding.line() == null ? all : byLine.get(Optional.of(finding.line())))
                    .stream().noneMatch(other -> saysMore(other, finding)))
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
            ParameterChecks.check(evidence),
            EncodingChecks.check(evidence))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /**
   * @param errors the codes of all errors
   */
  private static boolean isConsequence(Finding finding, Set<String> errors) {
    return Mismatch.GENERAL_CODES.contains(finding.code())
        ? !errors.isEmpty()
        : CAUSES.getOrDefault(finding.code(), Set.of()).stream().anyMatch(errors::contains);
  }

  /** Whether the other finding is about the same, and names what this one doesn't. */
  private static boolean saysMore(Finding other, Finding finding) {
    var hasSameLine = Objects.equals(other.line(), finding.line());
    if (finding.code().equals(CanonicalDifference.CODE)) {
      // The request shows what the store has received.
      return other.severity() == Severity.ERROR
          && !other.code().equals(finding.code())
          && hasSameLine
          && Objects.equals(other.expected(), finding.expected())
          && (Objects.equals(other.actual(), finding.actual()) || isMissing(other, finding));
    }
    if (finding.expected() != null) {
      return false;
    }
    var isSame = other.code().equals(finding.code());
    if (finding.line() == null && other.line() != null && other.severity() == Severity.ERROR) {
      return isSame
          || finding.code().equals("header-unsigned") && other.code().equals("header-missing");
    }
    return isSame
        && hasSameLine
        && finding.actual() == null
        && (other.expected() != null || other.actual() != null);
  }

  /** Whether the request lacks a header, for which the store has no line or an empty one. */
  private static boolean isMissing(Finding other, Finding finding) {
    return other.actual() == null
        && Set.of("", CanonicalDifference.NO_LINE).contains(finding.actual());
  }
}
