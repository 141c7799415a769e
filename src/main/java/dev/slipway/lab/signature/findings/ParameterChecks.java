package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.canonical.SignedLine;
import dev.slipway.lab.signature.url.QueryParameter;
import dev.slipway.lab.signature.url.SignatureScheme;
import dev.slipway.lab.signature.url.SignedUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether the URL has the parameters of a signature, each once and in a valid form. */
final class ParameterChecks {
  private static final List<String> REQUIRED =
      List.of("Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature");

  /** The characters that a sentence, a list or a program has after a URL. */
  private static final Pattern TRAILING = Pattern.compile("[.,;:!?\"'`)>\\]}]+$");

  /** In base64. */
  private static final String CRC32_OF_NOTHING = "AAAAAA==";

  private ParameterChecks() {}

  static List<Finding> check(Evidence evidence) {
    var url = evidence.url();
    var findings = new ArrayList<Finding>();
    for (var name : REQUIRED) {
      checkParameter(evidence, url.scheme().parameter(name), findings);
    }
    checkRepeated(url, findings);
    checkSignature(url, findings);
    checkSignedHeaders(url, findings);
    checkToken(url, findings);
    checkChecksum(url, findings);
    checkEnd(url, findings);
    if (url.wasWrapped()) {
      findings.add(
          Finding.warning(
              "url-wrapped",
              "The URL was copied with line breaks or spaces in it. It is shown without them; send it"
                  + " without them, too."));
    }
    if (url.wasEscaped()) {
      findings.add(
          Finding.warning(
              "url-escaped",
              "The URL was copied from HTML or JSON with escaped ampersands. It is shown without"
                  + " the escapes; send it without them, too."));
    }
    return findings;
  }

  private static void checkParameter(Evidence evidence, String name, List<Finding> findings) {
    var parameter = evidence.url().named(name);
    if (parameter.isEmpty()) {
      findings.add(
          Finding.error(
                  "parameter-missing",
                  "The URL has no %s. It may have been cut off: put it in quotes in a shell."
                      .formatted(name))
              .at(SignedLine.QUERY));
    } else if (!parameter.get().name().equals(name)) {
      var code = "parameter-case";
      var message =
          "Not every store accepts another case of %s. Use the documented one.".formatted(name);
      findings.add(
          (evidence.isAnswered("AuthorizationQueryParametersError")
                  ? Finding.error(code, message)
                  : Finding.warning(code, message))
              .at(SignedLine.QUERY)
              .comparing(name, parameter.get().name()));
    }
  }

  private static void checkRepeated(SignedUrl url, List<Finding> findings) {
    var prefix = url.scheme().parameter("").toLowerCase(Locale.ROOT);
    url.query().stream()
        .map(QueryParameter::name)
        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(prefix))
        .collect(
            Collectors.groupingBy(
                name -> name,
                () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
                Collectors.counting()))
        .forEach(
            (name, count) -> {
              if (count > 1) {
                findings.add(
                    Finding.error(
                            "parameter-repeated",
                            "%s is in the URL %d times. Stores read different ones; keep the signed"
                                    .formatted(name, count)
                                + " one.")
                        .at(SignedLine.QUERY));
              }
            });
  }

  private static void checkSignature(SignedUrl url, List<Finding> findings) {
    var signature = TRAILING.matcher(url.signature()).replaceFirst("");
    if (signature.isEmpty()) {
      return;
    }
    if (url.scheme().hasSharedKey() && !signature.matches("[0-9a-f]{64}")) {
      findings.add(
          Finding.error(
                  "signature-malformed",
                  "A signature with HMAC-SHA256 is 64 hexadecimal digits in lower case. Copy the"
                      + " whole URL.")
              .comparing("64 digits", signature.length() + " characters"));
    } else if (url.scheme().equals(SignatureScheme.GOOG4_RSA)
        && !signature.matches("(?:[0-9a-f]{256})+")) {
      findings.add(
          Finding.error(
                  "signature-malformed",
                  "A signature with RSA has 512 hexadecimal digits with a key of 2048 bits, and a"
                      + " multiple of 256 with other keys. Copy the whole URL.")
              .comparing("512 digits", signature.length() + " characters"));
    } else if (!url.scheme().hasSharedKey() && !signature.matches("(?:[0-9a-f]{2})+")) {
      findings.add(
          Finding.error(
              "signature-malformed", "The signature must be hexadecimal. Copy the whole URL."));
    }
  }

  /** Signers encode all of these characters but the dot, so they come from the text around it. */
  private static void checkEnd(SignedUrl url, List<Finding> findings) {
    if (url.query().isEmpty() || !url.fragment().isEmpty()) {
      return;
    }
    var last = url.query().get(url.query().size() - 1);
    var match = TRAILING.matcher(last.text());
    if (match.find() && (!match.group().matches("\\.+") || isOfSigner(url, last))) {
      findings.add(
          Finding.error(
                  "url-trailing",
                  "The URL ends with %s, which belongs to the text that it was copied from. Send it"
                          .formatted(match.group())
                      + " without.")
              .at(SignedLine.QUERY)
              .comparing(last.text().substring(0, match.start()), last.text()));
    }
  }

  /** Whether a signer wrote this parameter, so that its value doesn't end with a dot. */
  private static boolean isOfSigner(SignedUrl url, QueryParameter parameter) {
    var name = parameter.name().toLowerCase(Locale.ROOT);
    return name.equals("x-id") || name.startsWith(url.scheme().header(""));
  }

  private static void checkSignedHeaders(SignedUrl url, List<Finding> findings) {
    var listed = url.listedHeaders();
    if (listed.isEmpty()) {
      return;
    }
    if (!url.signs("host")) {
      findings.add(
          Finding.error(
                  "host-not-signed",
                  "The header host must be signed, or the URL would be valid at every host.")
              .at(SignedLine.SIGNED_HEADERS));
    }
    if (!listed.equals(url.signedHeaders())) {
      findings.add(
          Finding.error(
                  "signed-headers-order",
                  "The names of the signed headers must be in lower case, sorted and each there"
                      + " once. Sign again with a sorted list.")
              .at(SignedLine.SIGNED_HEADERS)
              .comparing(String.join(";", url.signedHeaders()), String.join(";", listed)));
    }
  }

  /** Amazon's SDKs sign the checksum of the body that they are given, which is none. */
  private static void checkChecksum(SignedUrl url, List<Finding> findings) {
    url.named("x-amz-checksum-crc32")
        .filter(parameter -> parameter.value().equals(CRC32_OF_NOTHING))
        .ifPresent(
            parameter ->
                findings.add(
                    Finding.warning(
                            "checksum-of-nothing",
                            "The URL contains the checksum of an empty body, so Amazon S3 refuses"
                                + " every body that isn't empty; some other stores ignore it. The SDK added it:"
                                + " set its option for request checksums to 'when required', and"
                                + " sign again.")
                        .at(SignedLine.QUERY)
                        .comparing(null, parameter.text())));
  }

  /** Key ids of temporary credentials start with ASIA. */
  private static void checkToken(SignedUrl url, List<Finding> findings) {
    if (url.credential().accessKey().startsWith("ASIA")
        && url.parameter("Security-Token").isEmpty()) {
      findings.add(
          Finding.error(
                  "token-missing",
                  "The access key is a temporary one, so the URL needs X-Amz-Security-Token, which"
                      + " must be signed with the other parameters.")
              .at(SignedLine.QUERY));
    }
  }
}
