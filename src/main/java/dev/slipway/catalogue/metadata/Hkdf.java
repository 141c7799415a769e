package dev.slipway.catalogue.metadata;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HKDF with SHA-256, for keys of up to 32 bytes. Java has it only since version 24.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869</a>
 */
final class Hkdf {
  private static final String HMAC_ALGORITHM = "HmacSHA256";
  private static final int MAX_LENGTH = 32;
  private static final byte FIRST_BLOCK = 1;

  private Hkdf() {}

  /** Concentrates the entropy of a secret in a pseudorandom key. */
  static byte[] extract(byte[] salt, byte[] secret) {
    return hmac(salt).doFinal(secret);
  }

  /**
   * Derives a key for one purpose.
   *
   * @param info names the purpose
   * @param length in bytes, at most 32
   */
  static byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException("At most " + MAX_LENGTH + " bytes, not " + length);
    }
    var mac = hmac(pseudorandomKey);
    mac.update(info);
    mac.update(FIRST_BLOCK);
    return Arrays.copyOf(mac.doFinal(), length);
  }

  private static Mac hmac(byte[] key) {
    try {
      var mac = Mac.getInstance(HMAC_ALGORITHM);
      mac.init(new SecretKeySpec(key, HMAC_ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + HMAC_ALGORITHM, e);
    }
  }
}
