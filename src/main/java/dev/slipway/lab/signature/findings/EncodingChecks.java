package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.canonical.SignedLine;
import dev.slipway.lab.signature.url.EncodingOddity;
import dev.slipway.lab.signature.url.PercentEncoding;
import dev.slipway.lab.signature.url.QueryParameter;
import dev.slipway.lab.signature.url.SignedUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether key and query are encoded as they are signed. */
final class EncodingChecks {
  private EncodingChecks() {}

  static List<Finding> check(Evidence evidence) {
    var url = evidence.url();
    var findings = new ArrayList<Finding>();
    for (var oddity : EncodingOddity.inPath(url)) {
      findings.add(
          ofPath(oddity, evidence)
              .at(SignedLine.PATH)
              .comparing(intendedPath(url, oddity), url.rawPath()));
    }
    for (var parameter : url.query()) {
      EncodingOddity.in(parameter)
          .ifPresent(
              oddity ->
                  findings.add(
                      ofQuery(oddity)
                          .at(SignedLine.QUERY)
                          .comparing(parameter.canonical(), parameter.text())));
    }
    for (var name : List.of("Credential", "SignedHeaders")) {
      url.named(url.scheme().parameter(name))
          .filter(parameter -> PercentEncoding.isEncodedTwice(parameter.rawValue()))
          .map(EncodingChecks::encodedTwice)
          .ifPresent(findings::add);
    }
    if (!url.fragment().isEmpty()) {
      findings.add(
          Finding.warning(
              "fragment",
              "The part from # on isn't sent to the store. In a key, encode # as %23."));
    }
    return findings;
  }

  /** Neither names of headers nor credentials contain an escape. */
  private static Finding encodedTwice(QueryParameter parameter) {
    return Finding.error(
            "url-encoded-twice",
            "%s still contains an escape after it is decoded: the URL was encoded again after it was"
                    .formatted(parameter.name())
                + " signed. Send it as the signer returned it.")
        .at(SignedLine.QUERY)
        .comparing(PercentEncoding.decodePath(parameter.text()), parameter.text());
  }

  private static String intendedPath(SignedUrl url, EncodingOddity oddity) {
    if (oddity == EncodingOddity.ENCODED_TWICE) {
      return PercentEncoding.decodePath(url.rawPath());
    }
    // If another plus is encoded, this one was a space.
    return oddity == EncodingOddity.PLUS && url.rawPath().toUpperCase(Locale.ROOT).contains("%2B")
        ? PercentEncoding.canonicalPath(url.rawPath().replace("+", "%20"))
        : url.canonicalPath();
  }

  private static Finding ofPath(EncodingOddity oddity, Evidence evidence) {
    return switch (oddity) {
      case INVALID_ESCAPE ->
          Finding.error(
              "percent-invalid",
              "A % in the path isn't followed by two hexadecimal digits. Encode it as %25.");
      case ENCODED_TWICE -> {
        var message =
            "The key still contains an escape after it is decoded, so it was probably encoded twice."
                + " Object stores decode it once. Pass the plain key to the signer.";
        yield evidence.isAnswered("NoSuchKey")
            ? Finding.error("key-encoded-twice", message)
            : Finding.warning("key-encoded-twice", message);
      }
      case PLUS ->
          Finding.warning(
              "key-plus",
              "The path contains a +, which stores read as a plus, not as a space. Write a space as"
                  + " %20, and a plus as %2B.");
      case UNENCODED, OVER_ENCODED ->
          Finding.info(
              "key-unencoded",
              "The path contains characters that are signed in encoded form. Some clients encode"
                  + " them before they send, some don't; encode them in the URL.");
      case LOWER_CASE ->
          Finding.warning(
              "percent-case",
              "Escapes are signed with capital letters. If the signer used small ones, the"
                  + " signature is wrong.");
      case DOT_SEGMENT ->
          Finding.warning(
              "key-dot-segment",
              "Browsers and other clients remove . and .. from a path before they send it, and then"
                  + " the signature is wrong.");
    };
  }

  private static Finding ofQuery(EncodingOddity oddity) {
    return switch (oddity) {
      case INVALID_ESCAPE ->
          Finding.error(
              "percent-invalid",
              "A % in the query isn't followed by two hexadecimal digits. Encode it as %25.");
      case PLUS ->
          Finding.warning(
              "query-plus",
              "Stores read a + in the query as a space, and sign it as %20. If a plus is meant,"
                  + " write %2B.");
      case LOWER_CASE ->
          Finding.info(
              "percent-case",
              "Escapes are signed with capital letters. If the signer used small ones, the"
                  + " signature is wrong.");
      case OVER_ENCODED ->
          Finding.info(
              "query-over-encoded",
              "The query escapes characters that are signed as they are, such as ~ or -. If the"
                  + " signer signed the escapes, the signature is wrong.");
      case UNENCODED, ENCODED_TWICE, DOT_SEGMENT ->
          Finding.info(
              "query-unencoded",
              "The query contains characters that are signed in encoded form, such as * or '."
                  + " If the signer didn't encode them, the signature is wrong.");
    };
  }
}
