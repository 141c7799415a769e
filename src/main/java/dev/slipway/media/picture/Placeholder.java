package dev.slipway.media.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A tiny picture inside a page, which a browser shows blurred until the poster has loaded: a PNG of
 * at most {@value #MAX_PIXELS} pixels as a {@code data:} address of less than a kilobyte.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">Portable Network Graphics</a>
 */
final class Placeholder {
  static final int MAX_PIXELS = 160;

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int HEADER_LENGTH = 13;
  private static final byte TRUE_COLOUR = 2;

  /** Each row begins with the filter that was applied to it: each byte minus the pixel before. */
  private static final byte SUBTRACT_LEFT = 1;

  /** Blurred, nobody sees the lower bits. */
  private static final int QUANTISATION = 0xf8;

  private Placeholder() {}

  /** Returns the address of a picture with three channels. */
  static String of(PixelMap picture) {
    var png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    var header =
        ByteBuffer.allocate(HEADER_LENGTH)
            .putInt(picture.width())
            .putInt(picture.height())
            .put((byte) Byte.SIZE)
            .put(TRUE_COLOUR);
    writeChunk(png, "IHDR", header.array());
    writeChunk(png, "IDAT", deflate(filter(picture)));
    writeChunk(png, "IEND", new byte[0]);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }

  private static byte[] filter(PixelMap picture) {
    var rowLength = picture.width() * picture.channels();
    var filtered = ByteBuffer.allocate(picture.height() * (rowLength + 1));
    for (var row = 0; row < picture.height(); row++) {
      filtered.put(SUBTRACT_LEFT);
      for (var index = 0; index < rowLength; index++) {
        var at = row * rowLength + index;
        var left = index < picture.channels() ? 0 : picture.pixels()[at - picture.channels()];
        filtered.put((byte) ((picture.pixels()[at] & QUANTISATION) - (left & QUANTISATION)));
      }
    }
    return filtered.array();
  }

  private static byte[] deflate(byte[] bytes) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(bytes);
    deflater.finish();
    var buffer = new byte[2 * bytes.length + 64];
    var length = deflater.deflate(buffer);
    deflater.end();
    return ByteBuffer.allocate(length).put(buffer, 0, length).array();
  }

  private static void writeChunk(ByteArrayOutputStream png, String type, byte[] content) {
    var chunk =
        ByteBuffer.allocate(2 * Integer.BYTES + content.length + Integer.BYTES)
            .putInt(content.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(content);
    var sum = new CRC32();
    sum.update(chunk.array(), Integer.BYTES, Integer.BYTES + content.length);
    png.writeBytes(chunk.putInt((int) sum.getValue()).array());
  }
}
