package dev.slipway.storage.signing;

import dev.slipway.storage.StoreConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Signs requests with Signature Version 4, in the query string or in a header. Signing needs no
 * call to the store: anyone who knows the secret can sign, and the store computes the same
 * signature to verify it.
 */
public final class Signer {
  private final SigningCredentials credentials;
  private final Clock clock;

  public Signer(StoreConfig config, Clock clock) {
    this(new SigningCredentials(config), clock);
  }

  Signer(SigningCredentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * Signs a request in its query string.
   *
   * @param path including the bucket, not percent-encoded
   * @param query other parameters, not percent-encoded; all of them are signed
   * @param headers every header that the request must carry with exactly this value, including
   *     {@code host}
   * @param lifetime from a second to 7 days; the store checks it when the request arrives
   * @return path and query, to be appended to scheme and host
   */
  public String presign(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      Duration lifetime) {
    return presign(method, path, query, headers, clock.instant(), lifetime);
  }

  /**
   * Signs a request in its query string as {@link #presign(String, String, Map, Map, Duration)}
   * does, as if it was signed at another time.
   *
   * @param signedAt not in the future; the lifetime counts from then
   */
  String presign(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      Instant signedAt,
      Duration lifetime) {
    SignatureTime.requireValidLifetime("The lifetime of a URL", lifetime);
    var key = credentials.keyAt(signedAt);
    var kind = credentials.kind();
    var signed = CanonicalRequest.normalizeHeaders(headers);
    var parameters = new TreeMap<>(query);
    parameters.put(kind.queryParameter("Algorithm"), kind.algorithm());
    parameters.put(kind.queryParameter("Credential"), credentials.credential(key));
    parameters.put(kind.queryParameter("Date"), SignatureTime.timestamp(signedAt));
    parameters.put(kind.queryParameter("Expires"), Long.toString(lifetime.toSeconds()));
    parameters.put(kind.queryParameter("SignedHeaders"), String.join(";", signed.keySet()));
    var request =
        new CanonicalRequest(method, path, parameters, signed, CanonicalRequest.UNSIGNED_PAYLOAD);
    return "%s?%s&%s=%s"
        .formatted(
            request.encodedPath(),
            request.encodedQuery(),
            kind.queryParameter("Signature"),
            signature(request, signedAt, key));
  }

  /**
   * Signs a request without a body in its headers, for operations that accept no signed URL.
   *
   * @param path including the bucket, not percent-encoded
   * @param query not percent-encoded
   * @param host the value of the {@code Host} header
   * @return all headers of the signed request
   */
  public Map<String, String> authorize(
      String method, String path, Map<String, String> query, String host) {
    var now = clock.instant();
    var key = credentials.keyAt(now);
    var kind = credentials.kind();
    var headers = new TreeMap<String, String>();
    headers.put("host", host);
    headers.put(kind.header("content-sha256"), CanonicalRequest.EMPTY_PAYLOAD);
    headers.put(kind.header("date"), SignatureTime.timestamp(now));
    var request =
        new CanonicalRequest(
            method, path, new TreeMap<>(query), headers, CanonicalRequest.EMPTY_PAYLOAD);
    var authorization =
        "%s Credential=%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                kind.algorithm(),
                credentials.credential(key),
                request.signedHeaders(),
                signature(request, now, key));
    var result = new TreeMap<>(headers);
    result.put("authorization", authorization);
    return result;
  }

  /** The signature of a request in hexadecimal. */
  String signature(CanonicalRequest request, Instant signedAt, SigningKey key) {
    return key.sign(stringToSign(credentials.kind().algorithm(), request, signedAt, key.scope()));
  }

  /** The text that the signing key is applied to. It contains no secret. */
  static String stringToSign(
      String algorithm, CanonicalRequest request, Instant signedAt, String scope) {
    return String.join("\n", algorithm, SignatureTime.timestamp(signedAt), scope, request.hash());
  }
}
