package dev.slipway.catalogue.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An AES-256-GCM key. It is derived from a secret for this purpose alone, so the store's secret can
 * serve for it too, and says nothing about that secret.
 *
 * @see <a href="https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf">NIST
 *     SP 800-38D: GCM</a>
 */
final class MetadataKey {
  private static final byte[] LABEL = "slipway object metadata".getBytes(UTF_8);
  private static final byte[] KEY_INFO = "key".getBytes(UTF_8);
  private static final byte[] ID_INFO = "id".getBytes(UTF_8);
  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 4;

  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final String id;
  private final SecretKeySpec key;

  private MetadataKey(String id, SecretKeySpec key) {
    this.id = id;
    this.key = key;
  }

  static MetadataKey derivedFrom(String secret) {
    var pseudorandomKey = Hkdf.extract(LABEL, secret.getBytes(UTF_8));
    var id = HexFormat.of().formatHex(Hkdf.expand(pseudorandomKey, ID_INFO, ID_BYTES));
    var key = Hkdf.expand(pseudorandomKey, KEY_INFO, KEY_BYTES);
    return new MetadataKey(id, new SecretKeySpec(key, "AES"));
  }

  /** Identifies the key and reveals nothing about it: 8 hexadecimal digits. */
  String id() {
    return id;
  }

  /**
   * Encrypts and authenticates.
   *
   * @param context to which the result is bound: only with the same one it can be decrypted
   * @return a random nonce, the ciphertext and the tag
   */
  byte[] seal(byte[] plaintext, byte[] context, SecureRandom random) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
      var sealed = ByteBuffer.allocate(NONCE_BYTES + cipher.getOutputSize(plaintext.length));
      return sealed.put(nonce).put(cipher.doFinal(plaintext)).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }

  /** Reverses {@link #seal}; empty if it was sealed with another key or context, or changed. */
  Optional<byte[]> open(byte[] sealed, byte[] context) {
    if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
      return Optional.empty();
    }
    try {
      var nonce = new byte[NONCE_BYTES];
      var rest = ByteBuffer.wrap(sealed).get(nonce);
      var plaintext = ByteBuffer.allocate(sealed.length);
      var length = cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(rest, plaintext);
      return Optional.of(Arrays.copyOf(plaintext.array(), length));
    } catch (AEADBadTagException notAuthentic) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher;
  }
}
