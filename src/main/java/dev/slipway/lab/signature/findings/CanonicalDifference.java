package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.canonical.SignedLine;
import dev.slipway.lab.signature.canonical.SignedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Compares the canonical request and the string to sign that the store reports with those of the
 * URL, and names the first line of each kind that differs.
 */
final class CanonicalDifference {
  static final String CODE = "canonical-line-differs";

  /** Replaces the text of a line that one of the two texts doesn't have. */
  static final String NO_LINE = "no such line";

  private static final String MISMATCH = "SignatureDoesNotMatch";

  private CanonicalDifference() {}

  static List<Finding> check(Evidence evidence) {
    if (evidence.answer().isEmpty()) {
      return List.of();
    }
    var answer = evidence.answer().get();
    var findings = new ArrayList<Finding>();
    var canonical = answer.canonicalRequest();
    canonical.ifPresent(text -> compareRequests(evidence, CanonicalParts.parse(text), findings));
    var stringToSign = answer.stringToSign();
    stringToSign.ifPresent(text -> compareStringsToSign(evidence, text, findings));
    if (findings.stream().noneMatch(finding -> finding.code().equals(CODE))
        && answer.code().equals(MISMATCH)) {
      findings.addAll(
          Mismatch.explain(evidence, canonical.isPresent() || stringToSign.isPresent()));
    }
    return findings;
  }

  private static void compareRequests(
      Evidence evidence, CanonicalParts store, List<Finding> findings) {
    var ours = CanonicalParts.parse(evidence.text().canonicalRequest());
    compareMethods(evidence, ours.method(), store.method(), findings);
    compare(
        SignedLine.PATH,
        ours.path(),
        store.path(),
        "The store received another path. Compare the encoding of the key, and whether a proxy"
            + " changed the path.",
        findings);
    compareQueries(ours.query(), store.query(), findings);
    var names = new TreeSet<>(ours.headers().keySet());
    names.addAll(store.headers().keySet());
    for (var name : names) {
      compareHeader(name, ours.headers().get(name), store.headers().get(name), findings);
    }
    compare(
        SignedLine.SIGNED_HEADERS,
        ours.signedHeaders(),
        store.signedHeaders(),
        "The store used another list of signed headers.",
        findings);
    if (!SignedText.UNKNOWN_VALUE.equals(ours.payload())) {
      compare(
          SignedLine.PAYLOAD,
          ours.payload(),
          store.payload(),
          "The store used another hash of the body. A header or parameter content-sha256 that wasn't"
              + " signed changes it.",
          findings);
    }
  }

  private static void compareMethods(
      Evidence evidence, String ours, String store, List<Finding> findings) {
    if (evidence.isMethodKnown()) {
      compare(
          SignedLine.METHOD,
          ours,
          store,
          "The store received another method than the signed one.",
          findings);
      return;
    }
    findings.add(
        Finding.info(
                "method-received",
                "This is the method that the store received. Compare it with the one that the URL was"
                    + " signed for; they must be equal.")
            .at(SignedLine.METHOD)
            .comparing(null, store));
  }

  private static void compareHeader(
      String name, String ours, String store, List<Finding> findings) {
    if (SignedText.UNKNOWN_VALUE.equals(ours)) {
      findings.add(
          Finding.info(
                  "header-received",
                  "This is the value that the store received for %s. Compare it with the one that"
                          .formatted(name)
                      + " the URL was signed with; they must be equal.")
              .at(SignedLine.HEADER_PREFIX + name)
              .comparing(null, store == null ? "nothing" : store));
      return;
    }
    compare(
        SignedLine.HEADER_PREFIX + name,
        ours,
        store,
        name.equals("host")
            ? "The store received another host than the URL has. A proxy changed the Host header,"
                + " or the URL is signed for another endpoint."
            : "The store received another value of %s than the signed one.".formatted(name),
        findings);
  }

  private static void compareQueries(String ours, String store, List<Finding> findings) {
    if (ours.equals(store)) {
      return;
    }
    var signed = new LinkedHashSet<>(Arrays.asList(ours.split("&")));
    var received = new LinkedHashSet<>(Arrays.asList(store.split("&")));
    var missing = signed.stream().filter(text -> !received.contains(text)).findFirst();
    var added = received.stream().filter(text -> !signed.contains(text)).findFirst();
    findings.add(
        difference(SignedLine.QUERY, "The store received another query. Every parameter is signed.")
            .comparing(missing.orElse(ours), added.orElse(store)));
  }

  private static void compareStringsToSign(
      Evidence evidence, String store, List<Finding> findings) {
    var ours = evidence.text().stringToSignLines();
    var received = store.split("\\R", -1);
    for (var i = 0; i < ours.size(); i++) {
      var line = ours.get(i);
      var isHash = line.name().equals(SignedLine.HASH);
      var isKnown = !isHash || evidence.text().isComplete() && evidence.isMethodKnown();
      // A different hash follows from a line that was found already.
      if (isKnown && (findings.isEmpty() || !isHash)) {
        compare(
            line.name(),
            line.text(),
            i < received.length ? received[i] : null,
            line.name().equals(SignedLine.HASH)
                ? "The store computed another canonical request. Its response doesn't contain it:"
                    + " compare the request as sent with the lines below."
                : "The store used another line in the string to sign.",
            findings);
      }
    }
  }

  private static void compare(
      String line, String ours, String store, String message, List<Finding> findings) {
    if (!Objects.equals(ours, store)) {
      findings.add(
          difference(line, message)
              .comparing(
                  Objects.requireNonNullElse(ours, NO_LINE),
                  Objects.requireNonNullElse(store, NO_LINE)));
    }
  }

  private static Finding difference(String line, String message) {
    return Finding.error(CODE, message).at(line);
  }
}
