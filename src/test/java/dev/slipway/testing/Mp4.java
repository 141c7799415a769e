package dev.slipway.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes that begin as an MP4 does: enough where only the format is looked at. */
public final class Mp4 {
  private static final int TYPE_BOX_SIZE = 24;

  private Mp4() {}

  /** So many bytes, the last of which is the seed, so that two files can differ. */
  public static byte[] bytes(int length, int seed) {
    var buffer = ByteBuffer.allocate(length);
    buffer.putInt(TYPE_BOX_SIZE).put(ascii("ftypisom")).putInt(0x200).put(ascii("isommp41"));
    buffer.putInt(length - TYPE_BOX_SIZE).put(ascii("mdat"));
    buffer.put(length - 1, (byte) seed);
    return buffer.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
