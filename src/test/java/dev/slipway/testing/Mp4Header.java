package dev.slipway.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Generates bytes with the header of an MP4, for tests in which only the format is detected. */
public final class Mp4Header {
  private static final int TYPE_BOX_SIZE = 24;

  private Mp4Header() {}

  /** Returns bytes that end with the seed, so that files with other seeds differ. */
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
