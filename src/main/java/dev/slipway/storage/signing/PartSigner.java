package dev.slipway.storage.signing;

import dev.slipway.storage.StoreKind;
import dev.slipway.storage.UriEncoding;
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
  private static final String HEADERS = "content-length;host";
  private static final HexFormat HEX = HexFormat.of();

  private final StoreKind kind;
  private final String path;
  private final String parametersAfterPart;
  private final String signatureParameter;
  private final String host;
  private final String stringToSign;
  private final String parametersBeforePart;
  private final Mac mac;
  private final MessageDigest sha256;

  PartSigner(
      StoreKind kind,
      String accessKey,
      SigningKey key,
      Instant at,
      String path,
      String uploadId,
      String host,
      Duration lifetime) {
    var timestamp = Signer.TIMESTAMP.format(at);
    this.kind = kind;
    this.path = UriEncoding.encodePath(path);
    this.parametersBeforePart =
        "%s=%s&%s=%s&%s=%s&%s=%d&%s="
            .formatted(
                kind.parameter("Algorithm"),
                kind.algorithm(),
                kind.parameter("Credential"),
                UriEncoding.encode(accessKey + "/" + key.scope()),
                kind.parameter("Date"),
                timestamp,
                kind.parameter("Expires"),
                lifetime.toSeconds(),
                kind.parameter("SignedHeaders"));
    this.parametersAfterPart = "&uploadId=" + UriEncoding.encode(uploadId);
    this.signatureParameter = "&" + kind.parameter("Signature") + "=";
    this.host = host;
    this.stringToSign = String.join("\n", kind.algorithm(), timestamp, key.scope(), "");
    this.mac = key.mac();
    this.sha256 = sha256();
  }

  /**
   * @param size bytes, exactly
   * @param checksum SHA-256 of the bytes in base64, or null
   * @return path and query to be put behind scheme and host
   */
  String presign(int number, long size, String checksum) {
    var checksumHeader = kind.checksumHeader().filter(header -> checksum != null);
    var headers = checksumHeader.map(header -> HEADERS + ";" + header).orElse(HEADERS);
    // In byte order, as the canonical form wants them: capitals come first.
    var query =
        parametersBeforePart
            + headers.replace(";", "%3B")
            + "&partNumber="
            + number
            + parametersAfterPart;
    var canonical = new StringBuilder(1024);
    canonical.append("PUT\n").append(path).append('\n').append(query).append('\n');
    canonical.append("content-length:").append(size).append('\n');
    canonical.append("host:").append(host).append('\n');
    checksumHeader.ifPresent(
        header -> canonical.append(header).append(':').append(checksum).append('\n'));
    canonical.append('\n').append(headers).append('\n').append(CanonicalRequest.UNSIGNED_PAYLOAD);
    var hash = HEX.formatHex(sha256.digest(bytes(canonical.toString())));
    var signature = HEX.formatHex(mac.doFinal(bytes(stringToSign + hash)));
    return path + "?" + query + signatureParameter + signature;
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
