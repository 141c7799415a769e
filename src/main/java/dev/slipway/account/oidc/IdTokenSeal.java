package dev.slipway.account.oidc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the ID token of a session with a key that is derived from the session's token. The
 * database has only the hash of that token, so it reveals no ID token. AES-256-GCM; each key
 * encrypts one text.
 */
final class IdTokenSeal {
  /** Longer ones don't fit into the address of the provider's logout. */
  static final int MAX_TOKEN_LENGTH = 6_000;

  private static final byte[] PURPOSE =
      "slipway id token of a session".getBytes(StandardCharsets.UTF_8);
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String HMAC = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  private IdTokenSeal() {}

  /** Empty if the token is too long. */
  static Optional<byte[]> seal(String idToken, String sessionToken) {
    if (idToken.length() > MAX_TOKEN_LENGTH) {
      return Optional.empty();
    }
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      var text = idToken.getBytes(StandardCharsets.UTF_8);
      var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, sessionToken).doFinal(text);
      return Optional.of(
          ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empty if it belongs to another session or was changed. */
  static Optional<String> open(byte[] sealed, String sessionToken) {
    if (sealed == null || sealed.length < NONCE_BYTES) {
      return Optional.empty();
    }
    var nonce = new byte[NONCE_BYTES];
    System.arraycopy(sealed, 0, nonce, 0, NONCE_BYTES);
    try {
      var text =
          cipher(Cipher.DECRYPT_MODE, nonce, sessionToken)
              .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException notAuthentic) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, byte[] nonce, String sessionToken)
      throws GeneralSecurityException {
    var mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(sessionToken.getBytes(StandardCharsets.UTF_8), HMAC));
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(mac.doFinal(PURPOSE), "AES"),
        new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
