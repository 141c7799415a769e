package dev.slipway.storage;

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
final class Signer {
  /** Longer is refused by every store. */
  static final Duration LONGEST = Duration.ofDays(7);

  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String SERVICE = "s3";
  static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String accessKey;
  private final String secretKey;
  private final String region;
  private final Clock clock;
  private volatile SigningKey today;

  Signer(String accessKey, String secretKey, String region, Clock clock) {
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
  String presign(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      Duration lifetime) {
    requirePossible(lifetime);
    var now = clock.instant();
    var key = keyAt(now);
    var signed = CanonicalRequest.lowerCase(headers);
    var parameters = new TreeMap<>(query);
    parameters.put("X-Amz-Algorithm", ALGORITHM);
    parameters.put("X-Amz-Credential", accessKey + "/" + key.scope());
    parameters.put("X-Amz-Date", TIMESTAMP.format(now));
    parameters.put("X-Amz-Expires", Long.toString(lifetime.toSeconds()));
    parameters.put("X-Amz-SignedHeaders", String.join(";", signed.keySet()));
    var request =
        new CanonicalRequest(method, path, parameters, signed, CanonicalRequest.UNSIGNED_PAYLOAD);
    return request.encodedPath()
        + "?"
        + request.encodedQuery()
        + "&X-Amz-Signature="
        + signature(request, now, key);
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
    return new PartSigner(accessKey, keyAt(now), now, path, uploadId, host, lifetime);
  }

  /**
   * The headers that sign a request without query and body, for what takes no signed URL.
   *
   * @param path the decoded path
   * @param host the value of the header Host
   */
  Map<String, String> authorize(String method, String path, String host) {
    var now = clock.instant();
    var key = keyAt(now);
    var headers = new TreeMap<String, String>();
    headers.put("host", host);
    headers.put("x-amz-content-sha256", CanonicalRequest.EMPTY_PAYLOAD);
    headers.put("x-amz-date", TIMESTAMP.format(now));
    var request =
        new CanonicalRequest(
            method, path, new TreeMap<>(), headers, CanonicalRequest.EMPTY_PAYLOAD);
    var authorization =
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                ALGORITHM,
                accessKey,
                key.scope(),
                request.signedHeaders(),
                signature(request, now, key));
    var result = new TreeMap<>(headers);
    result.put("authorization", authorization);
    return result;
  }

  /** The signature of a request at a time, in hexadecimal. */
  static String signature(CanonicalRequest request, Instant at, SigningKey key) {
    var stringToSign =
        String.join("\n", ALGORITHM, TIMESTAMP.format(at), key.scope(), request.hash());
    return key.sign(stringToSign);
  }

  private static void requirePossible(Duration lifetime) {
    if (lifetime.toSeconds() < 1 || lifetime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("A URL lives from a second to 7 days, not " + lifetime);
    }
  }

  private SigningKey keyAt(Instant now) {
    var day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    var key = today;
    if (key == null || !key.isOf(day)) {
      key = new SigningKey(secretKey, day, region, SERVICE);
      today = key;
    }
    return key;
  }
}
