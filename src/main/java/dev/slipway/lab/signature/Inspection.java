package dev.slipway.lab.signature;

import dev.slipway.lab.signature.canonical.SignedLine;
import dev.slipway.lab.signature.canonical.SignedText;
import dev.slipway.lab.signature.findings.Finding;
import dev.slipway.lab.signature.url.Credential;
import dev.slipway.lab.signature.url.SignedUrl;
import dev.slipway.lab.signature.url.StoreAddress;
import dev.slipway.lab.signature.url.UrlPart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A pre-signed URL, taken apart. It contains no signature but the one in the URL.
 *
 * @param service {@code s3} or {@code google}
 * @param method in the canonical request
 * @param methodSource where the method comes from: {@code request}, {@code signature} if it is the
 *     one that the URL is signed for, or {@code assumed}
 * @param endpoint scheme, host and port
 * @param addressing where the bucket's name is: {@code path} or {@code virtual-hosted}, or {@code
 *     path-assumed} if the host has no known form
 * @param scope the credential scope, in which access key, day, region and service are
 * @param expiresIn seconds; null if the URL doesn't say
 * @param inspectedAt by the clock of the application, for a countdown
 * @param signature as in the URL
 * @param complete whether all values of signed headers are known, so that the hash in the string to
 *     sign is right
 * @param lines of the canonical request and then of the string to sign
 * @param urlParts the URL in pieces, in their order
 * @param ownSignature of a URL of this application that the caller may see: {@code valid} or {@code
 *     invalid}; else null
 */
record Inspection(
    String service,
    String algorithm,
    String method,
    String methodSource,
    String endpoint,
    String addressing,
    String bucket,
    String key,
    Credential scope,
    Instant signedAt,
    Long expiresIn,
    Instant expiresAt,
    boolean expired,
    Instant inspectedAt,
    List<String> signedHeaders,
    String signature,
    String canonicalRequest,
    String stringToSign,
    boolean complete,
    Lines lines,
    List<UrlPart> urlParts,
    String ownSignature,
    List<Finding> findings) {

  static Inspection of(
      SignedUrl url,
      SignedText text,
      String methodSource,
      String ownSignature,
      Instant now,
      List<Finding> findings) {
    return new Inspection(
        url.scheme().service(),
        url.scheme().algorithm(),
        text.method(),
        methodSource,
        url.origin(),
        addressing(url.address()),
        url.bucket(),
        url.key(),
        url.credential(),
        url.signedAt().orElse(null),
        url.lifetime().map(Duration::toSeconds).orElse(null),
        url.expiresAt().orElse(null),
        url.expiresAt().filter(now::isAfter).isPresent(),
        now,
        url.signedHeaders(),
        url.signature(),
        text.canonicalRequest(),
        text.stringToSign(),
        text.isComplete(),
        new Lines(text.canonicalLines(), text.stringToSignLines()),
        UrlPart.of(url),
        ownSignature,
        List.copyOf(findings));
  }

  private static String addressing(StoreAddress address) {
    if (address.isVirtualHosted()) {
      return "virtual-hosted";
    }
    return address.isPathAssumed() ? "path-assumed" : "path";
  }

  /** The lines of both texts. */
  record Lines(List<SignedLine> canonicalRequest, List<SignedLine> stringToSign) {}
}
