package dev.slipway.account;

import dev.slipway.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A random secret that identifies its bearer. The database stores only its hash, so a stolen
 * database gives no access. 256 random bits can't be guessed, so a fast hash is enough.
 */
public record SecretToken(String text) {
  private static final int SIZE_BYTES = 32;

  /**
   * @param prefix lets people and secret scanners recognise the kind of token
   */
  public static SecretToken random(SecureRandom random, String prefix) {
    var bytes = new byte[SIZE_BYTES];
    random.nextBytes(bytes);
    return new SecretToken(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  public byte[] hash() {
    return Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Hides the secret, because this text may end up in logs. */
  @Override
  public String toString() {
    return "a token";
  }
}
