package dev.slipway.storage.signing;

import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/**
 * Signature Version 4 in the query string. Needs no call to anybody: whoever knows the secret can
 * sign, and whoever knows the secret can check.
 */
public final class Signer {
  /** Longer is refused by every store. */
  static final Duration MAX_LIFETIME = Duration.ofDays(7);

  public static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final StoreKind kind;
  private final String accessKey;
  private final String secretKey;
  private final String region;
  private final Clock clock;
  private volatile SigningKey cachedKey;

  public Signer(StoreConfig config, Clock clock) {
    this(config.kind(), config.accessKey(), config.secretKey(), config.region(), clock);
  }

  Signer(StoreKind kind, String accessKey, String secretKey, String region, Clock clock) {
    this.kind = kind;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.region = region;
    this.clock = clock;
  }

  /**
   * @param path the decoded path, bucket included
   * @param query further parameters, decoded; they are signed like everything else
   * @param headers every header that the request must carry with just this value, {@code host}
   *     among them
   * @param lifetime from a second to 7 days, judged by the store when the request arrives
   * @return path and query to be put behind scheme and host
   */
  public String presign(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      Duration lifetime) {
    requirePossible(lifetime);
    var now = clock.instant();
    var key = keyAt(now);
    var signed = CanonicalRequest.normalizeHeaders(headers);
    var parameters = new TreeMap<>(query);
    parameters.put(kind.parameter("Algorithm"), kind.algorithm());
    parameters.put(kind.parameter("Credential"), accessKey + "/" + key.scope());
    parameters.put(kind.parameter("Date"), TIMESTAMP.format(now));
    parameters.put(kind.parameter("Expires"), Long.toString(lifetime.toSeconds()));
    parameters.put(kind.parameter("SignedHeaders"), String.join(";", signed.keySet()));
    var request =
        new CanonicalRequest(method, path, parameters, signed, CanonicalRequest.UNSIGNED_PAYLOAD);
    return "%s?%s&%s=%s"
        .formatted(
            request.encodedPath(),
            request.encodedQuery(),
            kind.parameter("Signature"),
            signature(request, now, key));
  }

  /**
   * Signs the parts of one multipart upload, as {@link #presign} would one by one.
   *
   * @param path the decoded path, bucket included
   * @param uploadId the store's id of the multipart upload
   * @param host the value of the header Host
   */
  PartSigner parts(String path, String uploadId, String host, Duration lifetime) {
    requirePossible(lifetime);
    var now = clock.instant();
    return new PartSigner(kind, accessKey, keyAt(now), now, path, uploadId, host, lifetime);
  }

  /**
   * The headers that sign a request without a body, for what takes no signed URL.
   *
   * @param path the decoded path
   * @param query decoded
   * @param host the value of the header Host
   */
  public Map<String, String> authorize(
      String method, String path, Map<String, String> query, String host) {
    var now = clock.instant();
    var key = keyAt(now);
    var headers = new TreeMap<String, String>();
    headers.put("host", host);
    headers.put(kind.header("content-sha256"), CanonicalRequest.EMPTY_PAYLOAD);
    headers.put(kind.header("date"), TIMESTAMP.format(now));
    var request =
        new CanonicalRequest(
            method, path, new TreeMap<>(query), headers, CanonicalRequest.EMPTY_PAYLOAD);
    var authorization =
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                kind.algorithm(),
                accessKey,
                key.scope(),
                request.signedHeaders(),
                signature(request, now, key));
    var result = new TreeMap<>(headers);
    result.put("authorization", authorization);
    return result;
  }

  /** The signature of a request at a time, in hexadecimal. */
  String signature(CanonicalRequest request, Instant at, SigningKey key) {
    return key.sign(stringToSign(kind.algorithm(), request, at, key.scope()));
  }

  /** What the key is applied to; the key itself has no part in it. */
  static String stringToSign(String algorithm, CanonicalRequest request, Instant at, String scope) {
    return String.join("\n", algorithm, TIMESTAMP.format(at), scope, request.hash());
  }

  private static void requirePossible(Duration lifetime) {
    if (lifetime.toSeconds() < 1 || lifetime.compareTo(MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException("A URL lives from a second to 7 days, not " + lifetime);
    }
  }

  private SigningKey keyAt(Instant now) {
    var day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    var key = cachedKey;
    if (key == null || !key.isFor(day)) {
      key = new SigningKey(kind, secretKey, day, region);
      cachedKey = key;
    }
    return key;
  }
}
