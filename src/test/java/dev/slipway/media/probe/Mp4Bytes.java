package dev.slipway.media.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes boxes of MP4 byte by byte, and changes those of real files. */
final class Mp4Bytes {
  private Mp4Bytes() {}

  static byte[] box(String type, byte[]... contents) {
    var content = join(contents);
    return join(ints(content.length + 8), ascii(type), content);
  }

  /** A box whose header claims another size than it has. */
  static byte[] boxOfSize(long size, String type, byte[]... contents) {
    return join(ints((int) size), ascii(type), join(contents));
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] ints(int... values) {
    var buffer = ByteBuffer.allocate(values.length * Integer.BYTES);
    for (var value : values) {
      buffer.putInt(value);
    }
    return buffer.array();
  }

  static byte[] join(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (var part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** The offset of the content of the first box of a type. */
  static int contentOf(byte[] file, String type) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(type) + type.length();
  }

  /** Changes a number of 32 bits in the content of the first box of a type. */
  static byte[] with(byte[] file, String type, int offset, int value) {
    var changed = file.clone();
    ByteBuffer.wrap(changed).putInt(contentOf(file, type) + offset, value);
    return changed;
  }

  /** Changes a number of 16 bits in the content of the first box of a type. */
  static byte[] withShort(byte[] file, String type, int offset, int value) {
    var changed = file.clone();
    ByteBuffer.wrap(changed).putShort(contentOf(file, type) + offset, (short) value);
    return changed;
  }
}
