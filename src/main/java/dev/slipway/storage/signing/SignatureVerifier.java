package dev.slipway.storage.signing;

import dev.slipway.storage.StoreConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;

/**
 * Tells whether a signature was made with the application's own key. The signature that it computes
 * never leaves this class; otherwise a caller could obtain a valid signature for any request.
 */
@ApplicationScoped
public class SignatureVerifier {
  private final StoreConfig config;

  SignatureVerifier(StoreConfig config) {
    this.config = config;
  }

  /**
   * Compares in constant time, so the duration doesn't tell how many digits are right.
   *
   * @param day for which the signing key is derived
   * @param signature in hexadecimal
   */
  public boolean isValid(String stringToSign, LocalDate day, String signature) {
    var key = new SigningKey(config.kind(), config.secretKey(), day, config.region());
    return MessageDigest.isEqual(utf8(key.sign(stringToSign)), utf8(signature));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
