package dev.slipway.lab.comparison.client;

import dev.slipway.storage.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The file that clients send: the header of an MP4 file, and bytes that don't compress. All clients
 * share it. The checksum of the whole file is computed once, that of a part by each client.
 */
public final class ClientFile {
  static final String TYPE = "video/mp4";

  private static final int TYPE_BOX_SIZE = 24;
  private static final int BOX_HEADER_SIZE = 8;

  /** Any odd numbers, so that neighbouring bytes differ. */
  private static final int MULTIPLIER = 1_103_515_245;

  private static final int INCREMENT = 12_345;
  private static final int HIGH_BYTE_SHIFT = 16;

  private final byte[] content;
  private final String checksumSha256;

  public ClientFile(int size) {
    content = new byte[size];
    var state = 1;
    for (var i = 0; i < size; i++) {
      state = state * MULTIPLIER + INCREMENT;
      content[i] = (byte) (state >> HIGH_BYTE_SHIFT);
    }
    ByteBuffer.wrap(content)
        .putInt(TYPE_BOX_SIZE)
        .put(ascii("ftypisom"))
        .putInt(0x200)
        .put(ascii("isommp41"))
        .putInt(size - TYPE_BOX_SIZE)
        .put(ascii("mdat"));
    checksumSha256 = Sha256.base64(content);
  }

  /** The smallest size that has room for the header. */
  public static int minSize() {
    return TYPE_BOX_SIZE + BOX_HEADER_SIZE;
  }

  public int size() {
    return content.length;
  }

  byte[] content() {
    return content;
  }

  String checksumSha256() {
    return checksumSha256;
  }

  String checksumSha256(int start, int length) {
    var digest = Sha256.newDigest();
    digest.update(content, start, length);
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
