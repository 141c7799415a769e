package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.canonical.SignedLine;
import dev.slipway.lab.signature.url.EncodingOddity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Explains a wrong signature if no line is known to differ. */
final class Mismatch {
  private static final String UNEXPLAINED = "mismatch-unexplained";
  private static final String NOT_SHOWN = "value-not-shown";

  /** Of findings that say only where to look. An error says more. */
  static final Set<String> GENERAL_CODES = Set.of(UNEXPLAINED, NOT_SHOWN);

  private Mismatch() {}

  /**
   * @param compared whether the answer contains the text that the store signed
   */
  static List<Finding> explain(Evidence evidence, boolean compared) {
    var findings = new ArrayList<Finding>();
    addValuesNotShown(evidence, findings);
    findings.add(explainMismatch(evidence, compared));
    return findings;
  }

  private static Finding explainMismatch(Evidence evidence, boolean compared) {
    var isKnown = evidence.isSignedTextKnown() && !isEncodedTwice(evidence);
    if (compared && evidence.text().isComplete() && !isKnown) {
      return Finding.info(
              UNEXPLAINED,
              "The store received exactly what the request shows. So the URL was signed for another"
                  + " method or another value of a header, it was changed afterwards, or the secret"
                  + " key is wrong. Add the method and the headers that came with the URL.")
          .comparing(null, sentHeaders(evidence));
    }
    if (compared && evidence.text().isComplete()) {
      return Finding.error(
          "secret-differs",
          "The store signed exactly the same text and got another signature, so it was signed with"
              + " another key than the store has for %s, or the URL was changed after it was signed."
                  .formatted(evidence.url().credential().accessKey()));
    }
    return Finding.info(
            UNEXPLAINED,
            "The store computed another signature, and its response doesn't tell from what. The method,"
                + " a header or the host differs from the signed one, the path or a parameter of the URL"
                + " was changed after it was signed, or the secret key is wrong. Compare the request as"
                + " sent with the URL and the headers that the signer returned.")
        .comparing(null, sentHeaders(evidence));
  }

  /** Then the URL was probably changed after it was signed. */
  private static boolean isEncodedTwice(Evidence evidence) {
    return EncodingOddity.inPath(evidence.url()).contains(EncodingOddity.ENCODED_TWICE);
  }

  /** Clients set headers such as Content-Length themselves, and commands don't contain them. */
  private static void addValuesNotShown(Evidence evidence, List<Finding> findings) {
    for (var name : evidence.url().signedHeaders()) {
      var isHidden =
          evidence
              .sent()
              .filter(sent -> sent.automatic().contains(name) && sent.header(name).isEmpty())
              .isPresent();
      if (isHidden && !name.equals("host")) {
        findings.add(
            Finding.warning(
                    NOT_SHOWN,
                    "The client sets the header %s itself, so the pasted request doesn't show its"
                            .formatted(name)
                        + " value, and it can differ from the signed one."
                        + (name.equals("content-length")
                            ? " It is the size of the body in bytes."
                            : ""))
                .at(SignedLine.HEADER_PREFIX + name)
                .comparing(evidence.signedValues().get(name), null));
      }
    }
  }

  /** The signed headers as they were sent; null if no request was pasted. */
  private static String sentHeaders(Evidence evidence) {
    return evidence
        .sent()
        .map(
            sent ->
                evidence.url().signedHeaders().stream()
                    .flatMap(name -> sent.header(name).map(value -> name + ": " + value).stream())
                    .collect(Collectors.joining("\n")))
        .filter(text -> !text.isEmpty())
        .orElse(null);
  }
}
