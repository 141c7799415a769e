package dev.slipway.storage.signing;

import dev.slipway.storage.StoreKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that Signature Version 4 derives from the secret key. It is valid for one day, region and
 * service, so it is derived once and used for every URL of that day.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">
 *     Authenticating requests: the signing key</a>
 */
final class SigningKey {
  private static final String HMAC_ALGORITHM = "HmacSHA256";
  private static final DateTimeFormatter DAY_FORMAT = DateTimeFormatter.BASIC_ISO_DATE;

  private final LocalDate day;
  private final String scope;
  private final SecretKeySpec key;

  SigningKey(StoreKind kind, String secretKey, LocalDate day, String region) {
    this.day = day;
    this.scope =
        String.join("/", DAY_FORMAT.format(day), region, kind.service(), kind.terminator());
    var dated = hmac(utf8(kind.secretPrefix() + secretKey), DAY_FORMAT.format(day));
    var ofService = hmac(hmac(dated, region), kind.service());
    this.key = new SecretKeySpec(hmac(ofService, kind.terminator()), HMAC_ALGORITHM);
  }

  boolean isFor(LocalDate other) {
    return day.equals(other);
  }

  /** The credential scope, such as {@code 20130524/us-east-1/s3/aws4_request}. */
  String scope() {
    return scope;
  }

  /** Signs a string and returns the signature in hexadecimal. */
  String sign(String stringToSign) {
    return HexFormat.of().formatHex(hmac(key, stringToSign));
  }

  /** For callers that sign many strings in one thread. */
  Mac mac() {
    return mac(key);
  }

  private static byte[] hmac(byte[] key, String text) {
    return hmac(new SecretKeySpec(key, HMAC_ALGORITHM), text);
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    return mac(key).doFinal(utf8(text));
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      var mac = Mac.getInstance(HMAC_ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + HMAC_ALGORITHM, e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
