package dev.slipway.lab.signature.canonical;

import dev.slipway.lab.signature.url.SignatureScheme;
import dev.slipway.lab.signature.url.SignedUrl;
import dev.slipway.lab.signature.url.UrlPart;
import java.util.List;

/**
 * A line of the canonical request or of the string to sign.
 *
 * @param name which line it is: {@code method}, {@code header:content-type} and so on
 * @param explanation what the line is and why it is signed
 * @param sources the parts of the URL that it is made of; empty if it comes from elsewhere
 */
public record SignedLine(String name, String text, String explanation, List<String> sources) {
  public static final String METHOD = "method";
  public static final String PATH = "path";
  public static final String QUERY = "query";
  public static final String SIGNED_HEADERS = "signed-headers";
  public static final String PAYLOAD = "payload";
  public static final String HEADER_PREFIX = "header:";
  public static final String HASH = "hash";

  static SignedLine method(String method) {
    return new SignedLine(
        METHOD,
        method,
        "The HTTP method. The URL doesn't contain it, but the signature is valid for one method"
            + " only.",
        List.of());
  }

  static SignedLine path(SignedUrl url) {
    return url.address().isVirtualHosted()
        ? new SignedLine(
            PATH,
            url.canonicalPath(),
            "The object's key, percent-encoded once. The bucket is in the host.",
            List.of(UrlPart.KEY))
        : new SignedLine(
            PATH,
            url.canonicalPath(),
            "The bucket and the object's key, percent-encoded once. Slashes stay as they are.",
            List.of(UrlPart.BUCKET, UrlPart.KEY));
  }

  static SignedLine query(SignedUrl url) {
    return new SignedLine(
        QUERY,
        url.canonicalQuery(),
        "All parameters except the signature, percent-encoded and sorted by name. So nobody can"
            + " change the expiry or add a parameter.",
        List.of(
            UrlPart.ALGORITHM,
            UrlPart.CREDENTIAL,
            UrlPart.DATE,
            UrlPart.EXPIRES,
            UrlPart.SIGNED_HEADERS,
            UrlPart.TOKEN,
            UrlPart.QUERY));
  }

  static SignedLine header(String name, String value, boolean bucketInHost) {
    if (name.equals("host")) {
      return new SignedLine(
          HEADER_PREFIX + name,
          name + ":" + value,
          "The host and port that the request is sent to. A proxy that changes the Host header"
              + " makes the signature wrong.",
          bucketInHost ? List.of(UrlPart.BUCKET, UrlPart.HOST) : List.of(UrlPart.HOST));
    }
    return new SignedLine(
        HEADER_PREFIX + name,
        name + ":" + value,
        HeaderExplanations.of(name),
        List.of(UrlPart.SIGNED_HEADERS));
  }

  static SignedLine blank() {
    return new SignedLine("blank", "", "An empty line ends the headers.", List.of());
  }

  static SignedLine signedHeaders(String names) {
    return new SignedLine(
        SIGNED_HEADERS,
        names,
        "The names of the signed headers. The request must carry each of them with the signed"
            + " value.",
        List.of(UrlPart.SIGNED_HEADERS));
  }

  static SignedLine payload(String hash) {
    return new SignedLine(
        PAYLOAD,
        hash,
        hash.equals("UNSIGNED-PAYLOAD")
            ? "The body isn't part of the signature, because it is usually unknown when a URL is"
                + " signed. A signed checksum header can bind it."
            : "The SHA-256 of the body, which the request must have.",
        List.of());
  }

  static SignedLine algorithm(SignatureScheme scheme) {
    var text =
        switch (scheme) {
          case AWS4_HMAC, GOOG4_HMAC ->
              "The algorithm: HMAC-SHA256 with a key derived from the secret key.";
          case AWS4_ECDSA ->
              "The algorithm of SigV4A: an ECDSA key pair, so one signature is valid in several"
                  + " regions.";
          case GOOG4_RSA ->
              "The algorithm: RSA with the private key of a service account. The store verifies it"
                  + " with the public key.";
        };
    return new SignedLine(UrlPart.ALGORITHM, scheme.algorithm(), text, List.of(UrlPart.ALGORITHM));
  }

  static SignedLine date(String date) {
    return new SignedLine(
        UrlPart.DATE,
        date,
        "When the URL was signed, in UTC. Its lifetime starts here.",
        List.of(UrlPart.DATE));
  }

  static SignedLine scope(String scope) {
    return new SignedLine(
        UrlPart.CREDENTIAL,
        scope,
        "The credential scope: day, region and service, for which the signing key is valid.",
        List.of(UrlPart.CREDENTIAL));
  }

  static SignedLine hash(String hash) {
    return new SignedLine(
        HASH, hash, "The SHA-256 of the canonical request, in hexadecimal.", List.of());
  }
}
