package dev.slipway.storage.signing;

import dev.slipway.storage.Sha256;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.UriEncoding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;

/**
 * Signs URLs for the parts of one multipart upload, all with the same expiry. A file can have
 * 10,000 parts, so everything that their URLs have in common is computed once. The result is what
 * {@link Signer#presign} would return for each part. Not thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html">UploadPart</a>
 */
public final class PartPresigner {
  private static final String SIGNED_HEADERS = "content-length;host";
  private static final HexFormat HEX = HexFormat.of();

  private final StoreKind kind;
  private final String origin;
  private final String host;
  private final Instant expiresAt;
  private final String path;
  private final String parametersBeforePart;
  private final String parametersAfterPart;
  private final String signatureParameter;
  private final String stringToSignBeforeHash;
  private final Mac mac;
  private final MessageDigest sha256;

  PartPresigner(
      SigningCredentials credentials,
      Clock clock,
      StoreOrigin origin,
      String path,
      String uploadId,
      Duration lifetime) {
    SignatureTime.requireValidLifetime("The lifetime of a URL", lifetime);
    var now = clock.instant();
    var key = credentials.keyAt(now);
    var timestamp = SignatureTime.timestamp(now);
    this.kind = credentials.kind();
    this.origin = origin.origin();
    this.host = origin.authority();
    this.expiresAt = SignatureTime.expiry(now, lifetime);
    this.path = UriEncoding.encodePath(path);
    this.parametersBeforePart =
        "%s=%s&%s=%s&%s=%s&%s=%d&%s="
            .formatted(
                kind.queryParameter("Algorithm"),
                kind.algorithm(),
                kind.queryParameter("Credential"),
                UriEncoding.encode(credentials.credential(key)),
                kind.queryParameter("Date"),
                timestamp,
                kind.queryParameter("Expires"),
                lifetime.toSeconds(),
                kind.queryParameter("SignedHeaders"));
    this.parametersAfterPart = "&uploadId=" + UriEncoding.encode(uploadId);
    this.signatureParameter = "&" + kind.queryParameter("Signature") + "=";
    this.stringToSignBeforeHash = String.join("\n", kind.algorithm(), timestamp, key.scope(), "");
    this.mac = key.mac();
    this.sha256 = Sha256.newDigest();
  }

  /** The store checks the expiry when a request's headers arrive, not during its body. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /**
   * Signs a URL to which exactly this part can be PUT.
   *
   * @param number from 1 to 10,000
   * @param size in bytes
   * @param checksumSha256 in base64; null if the client could not compute it. Not signed if the
   *     store can't verify it
   */
  public String presign(int number, long size, String checksumSha256) {
    var checksumHeader = kind.checksumHeader().filter(header -> checksumSha256 != null);
    var signedHeaders =
        checksumHeader.map(header -> SIGNED_HEADERS + ";" + header).orElse(SIGNED_HEADERS);
    // The canonical form is sorted by bytes: the capital X of the other parameters comes first.
    var query =
        parametersBeforePart
            + signedHeaders.replace(";", "%3B")
            + "&partNumber="
            + number
            + parametersAfterPart;
    var canonical = new StringBuilder(1024);
    canonical.append("PUT\n").append(path).append('\n').append(query).append('\n');
    canonical.append("content-length:").append(size).append('\n');
    canonical.append("host:").append(host).append('\n');
    checksumHeader.ifPresent(
        header -> canonical.append(header).append(':').append(checksumSha256).append('\n'));
    canonical.append('\n').append(signedHeaders).append('\n');
    canonical.append(CanonicalRequest.UNSIGNED_PAYLOAD);
    var hash = HEX.formatHex(sha256.digest(utf8(canonical.toString())));
    var signature = HEX.formatHex(mac.doFinal(utf8(stringToSignBeforeHash + hash)));
    return origin + path + "?" + query + signatureParameter + signature;
  }

  /** The headers that the client must set on the PUT, with exactly these values. */
  public Map<String, String> headers(String checksumSha256) {
    return kind.checksumHeader()
        .filter(header -> checksumSha256 != null)
        .map(header -> Map.of(header, checksumSha256))
        .orElse(Map.of());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
