package dev.slipway.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Random text that says who sends it. Only its hash is kept, so that a stolen database opens
 * nothing. 256 bits can't be guessed, so the hash need not be slow.
 */
public record SecretToken(String text) {
  private static final int SIZE_BYTES = 32;

  /**
   * @param prefix by which people and scanners tell what it is
   */
  public static SecretToken random(SecureRandom random, String prefix) {
    var bytes = new byte[SIZE_BYTES];
    random.nextBytes(bytes);
    return new SecretToken(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Never the secret: this is what ends up in logs. */
  @Override
  public String toString() {
    return "a token";
  }
}
