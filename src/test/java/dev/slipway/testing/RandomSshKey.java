package dev.slipway.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** Public keys of the right form, with which nobody could log in. */
public final class RandomSshKey {
  private RandomSshKey() {}

  /** One line as in {@code id_ed25519.pub}, without a comment. */
  public static String text() {
    var type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
    var point = new byte[32];
    new SecureRandom().nextBytes(point);
    var blob =
        ByteBuffer.allocate(8 + type.length + point.length)
            .putInt(type.length)
            .put(type)
            .putInt(point.length)
            .put(point)
            .array();
    return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob);
  }
}
