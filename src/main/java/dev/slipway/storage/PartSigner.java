package dev.slipway.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;

/**
 * Signs the parts of one multipart upload: what {@link Signer} does, with everything that all parts
 * have in common made once. A file can have 10,000 of them. For one thread.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html">UploadPart</a>
 */
final class PartSigner {
  static final String CHECKSUM_HEADER = "x-amz-checksum-sha256";
  private static final String HEADERS = "content-length;host";
  private static final HexFormat HEX = HexFormat.of();

  private final String path;
  private final String queryAfterNumber;
  private final String host;
  private final String stringToSign;
  private final String timed;
  private final Mac mac;
  private final MessageDigest sha256;

  PartSigner(
      String accessKey,
      SigningKey key,
      Instant at,
      String path,
      String uploadId,
      String host,
      Duration lifetime) {
    var timestamp = Signer.TIMESTAMP.format(at);
    this.path = UriEncoding.path(path);
    this.timed =
        "X-Amz-Algorithm=%s&X-Amz-Credential=%s&X-Amz-Date=%s&X-Amz-Expires=%d&X-Amz-SignedHeaders="
            .formatted(
                Signer.ALGORITHM,
                UriEncoding.segment(accessKey + "/" + key.scope()),
                timestamp,
                lifetime.toSeconds());
    this.queryAfterNumber = "&uploadId=" + UriEncoding.segment(uploadId);
    this.host = host;
    this.stringToSign = String.join("\n", Signer.ALGORITHM, timestamp, key.scope(), "");
    this.mac = key.mac();
    this.sha256 = sha256();
  }

  /**
   * @param size bytes, exactly
   * @param checksum SHA-256 of the bytes in base64, or null
   * @return path and query to be put behind scheme and host
   */
  String presign(int number, long size, String checksum) {
    var headers = checksum == null ? HEADERS : HEADERS + ";" + CHECKSUM_HEADER;
    // In byte order, as the canonical form wants them: capitals come first.
    var query = timed + headers.replace(";", "%3B") + "&partNumber=" + number + queryAfterNumber;
    var canonical = new StringBuilder(1024);
    canonical.append("PUT\n").append(path).append('\n').append(query).append('\n');
    canonical.append("content-length:").append(size).append('\n');
    canonical.append("host:").append(host).append('\n');
    if (checksum != null) {
      canonical.append(CHECKSUM_HEADER).append(':').append(checksum).append('\n');
    }
    canonical.append('\n').append(headers).append('\n').append(CanonicalRequest.UNSIGNED_PAYLOAD);
    var hash = HEX.formatHex(sha256.digest(bytes(canonical.toString())));
    var signature = HEX.formatHex(mac.doFinal(bytes(stringToSign + hash)));
    return path + "?" + query + "&X-Amz-Signature=" + signature;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
