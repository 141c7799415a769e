package dev.slipway.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * SHA-256 as bytes, in base64 as checksum headers carry it, and in hexadecimal as signatures do.
 */
public final class Sha256 {
  private Sha256() {}

  public static byte[] digest(byte[] bytes) {
    return newDigest().digest(bytes);
  }

  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(digest(bytes));
  }

  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(digest(bytes));
  }

  /** For callers that hash many texts in one thread, or a stream. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
