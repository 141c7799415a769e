package dev.slipway.media.picture;

import java.nio.ByteBuffer;

/**
 * The width and height in the frame header of a JPEG.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, B.1.1.3</a>
 */
record JpegSize(int width, int height) {
  private static final int START = 0xffd8;

  /** The markers of frame headers, besides those of tables in the same range. */
  private static final int FIRST_FRAME = 0xffc0;

  private static final int LAST_FRAME = 0xffcf;
  private static final int HUFFMAN_TABLES = 0xffc4;
  private static final int ARITHMETIC_TABLES = 0xffcc;

  /**
   * @throws IllegalArgumentException if it is no JPEG with a frame
   */
  static JpegSize of(byte[] jpeg) {
    var bytes = ByteBuffer.wrap(jpeg);
    if (bytes.remaining() >= 2 && (bytes.getShort() & 0xffff) == START) {
      while (bytes.remaining() > 8) {
        var marker = bytes.getShort() & 0xffff;
        var start = bytes.position();
        var length = bytes.getShort(start) & 0xffff;
        if (marker >= FIRST_FRAME
            && marker <= LAST_FRAME
            && marker != HUFFMAN_TABLES
            && marker != ARITHMETIC_TABLES) {
          return new JpegSize(
              bytes.getShort(start + 5) & 0xffff, bytes.getShort(start + 3) & 0xffff);
        }
        if (length < 2 || length > bytes.remaining()) {
          break;
        }
        bytes.position(start + length);
      }
    }
    throw new IllegalArgumentException("Not a JPEG");
  }
}
