package dev.slipway.lab.signature.url;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** Reads a pre-signed URL from pasted text. It explains other kinds of signed URLs. */
public final class SignedUrlParser {
  private static final List<String> PARAMETERS =
      List.of("Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature");

  private SignedUrlParser() {}

  /**
   * @throws ProblemException {@code url-invalid}, {@code url-not-signed} or {@code
   *     signature-unsupported}
   */
  public static SignedUrl parse(String pasted) {
    var cleaned = PastedUrl.of(pasted);
    var url = withoutFragment(cleaned.text());
    var pathStart = authorityEnd(url);
    var queryStart = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
    var protocolEnd = url.indexOf("://");
    var query = QueryParameter.parse(url.substring(Math.min(url.length(), queryStart + 1)));
    return new SignedUrl(
        url.substring(0, protocolEnd).toLowerCase(),
        requireAuthority(url.substring(protocolEnd + 3, pathStart)),
        url.substring(pathStart, queryStart),
        query,
        cleaned.text().substring(url.length()),
        requireScheme(query, cleaned.text().substring(url.length())),
        cleaned);
  }

  private static String withoutFragment(String url) {
    var hash = url.indexOf('#');
    return hash < 0 ? url : url.substring(0, hash);
  }

  private static int authorityEnd(String url) {
    var lower = url.substring(0, Math.min(8, url.length())).toLowerCase();
    if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
      throw invalid("Paste a complete URL that starts with https:// or http://.");
    }
    var start = url.indexOf("://") + 3;
    for (var i = start; i < url.length(); i++) {
      if (url.charAt(i) == '/' || url.charAt(i) == '?') {
        return i;
      }
    }
    return url.length();
  }

  private static String requireAuthority(String authority) {
    if (!authority.matches("(?:[A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::\\d{1,5})?")) {
      throw invalid("The URL needs a host name or address, without a user name.");
    }
    return authority;
  }

  private static SignatureScheme requireScheme(List<QueryParameter> query, String fragment) {
    var algorithm =
        value(query, "X-Amz-Algorithm").or(() -> value(query, "X-Goog-Algorithm")).orElse(null);
    if (algorithm != null) {
      return SignatureScheme.ofAlgorithm(algorithm)
          .orElseThrow(
              () -> unsupported("Its algorithm isn't one of Amazon's or Google's version 4."));
    }
    if (hasParameterOf(query, SignatureScheme.AWS4_HMAC)) {
      return SignatureScheme.AWS4_HMAC;
    }
    if (hasParameterOf(query, SignatureScheme.GOOG4_RSA)) {
      return SignatureScheme.GOOG4_RSA;
    }
    throw explainOther(query, fragment);
  }

  private static boolean hasParameterOf(List<QueryParameter> query, SignatureScheme scheme) {
    return PARAMETERS.stream().anyMatch(name -> value(query, scheme.parameter(name)).isPresent());
  }

  private static ProblemException explainOther(List<QueryParameter> query, String fragment) {
    if (value(query, "AWSAccessKeyId").isPresent() || value(query, "GoogleAccessId").isPresent()) {
      return unsupported(
          "It has Signature Version 2, which signs neither the host nor most headers. Most"
              + " stores have deprecated it; sign with version 4.");
    }
    if (value(query, "Key-Pair-Id").isPresent()) {
      return unsupported("It is a signed URL of CloudFront, which the CDN checks, not the store.");
    }
    if (value(query, "sig").isPresent() && value(query, "sv").isPresent()) {
      return unsupported("It is a shared access signature of Azure Blob Storage.");
    }
    if (fragment.contains("X-Amz-") || fragment.contains("X-Goog-")) {
      return new ProblemException(
          ErrorCode.URL_NOT_SIGNED,
          "The URL has a # before its parameters, so clients don't send them. In a key, encode # as"
              + " %23; signers do so.");
    }
    return new ProblemException(
        ErrorCode.URL_NOT_SIGNED,
        "The URL has no X-Amz- or X-Goog- parameters. Copy the whole URL with its query, in quotes"
            + " if it is in a shell.");
  }

  private static Optional<String> value(List<QueryParameter> query, String name) {
    return query.stream()
        .filter(parameter -> parameter.name().equalsIgnoreCase(name))
        .map(QueryParameter::value)
        .findFirst();
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ErrorCode.URL_INVALID, detail);
  }

  private static ProblemException unsupported(String detail) {
    return new ProblemException(ErrorCode.SIGNATURE_UNSUPPORTED, detail);
  }
}
