package dev.slipway.media.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes boxes of MP4 byte by byte, and changes those of real files. */
public final class Mp4Bytes {
  private Mp4Bytes() {}

  public static byte[] box(String type, byte[]... contents) {
    var content = join(contents);
    return join(ints(content.length + 8), ascii(type), content);
  }

  /** A box whose header claims another size than it has. */
  static byte[] boxOfSize(long size, String type, byte[]... contents) {
    return join(ints((int) size), ascii(type), join(contents));
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static byte[] ints(int... values) {
    var buffer = ByteBuffer.allocate(values.length * Integer.BYTES);
    for (var value : values) {
      buffer.putInt(value);
    }
    return buffer.array();
  }

  public static byte[] join(byte[]... parts) {
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

  /**
   * Replaces the offsets of the first track by those of 64 bits that large files have.
   *
   * @param file whose index is behind its content
   */
  public static byte[] withLongOffsets(byte[] file) {
    var offsets = ByteBuffer.wrap(file);
    var box = contentOf(file, "stco") - 8;
    offsets.position(box + 12);
    var count = offsets.getInt();
    var changed = ByteBuffer.allocate(file.length + count * Integer.BYTES);
    changed.put(file, 0, box).putInt(16 + count * Long.BYTES).put(ascii("co64"));
    changed.putInt(0).putInt(count);
    for (var chunk = 0; chunk < count; chunk++) {
      changed.putLong(Integer.toUnsignedLong(offsets.getInt()));
    }
    changed.put(offsets);
    for (var parent : List.of("moov", "trak", "mdia", "minf", "stbl")) {
      var size = contentOf(file, parent) - 8;
      changed.putInt(size, changed.getInt(size) + count * Integer.BYTES);
    }
    return changed.array();
  }

  /** Units per second of the first track, whose times have 32 bits. */
  static int timescale(byte[] file) {
    return ByteBuffer.wrap(file).getInt(contentOf(file, "mdhd") + 12);
  }

  /** Adds units of time to the beginning of each fragment of a file with one track. */
  static byte[] withLaterFragments(byte[] file, long units) {
    var changed = file.clone();
    var text = new String(file, StandardCharsets.ISO_8859_1);
    for (var at = text.indexOf("tfdt"); at >= 0; at = text.indexOf("tfdt", at + 1)) {
      if (isTime(file, at)) {
        var buffer = ByteBuffer.wrap(changed);
        buffer.putLong(at + 8, buffer.getLong(at + 8) + units);
      }
    }
    return changed;
  }

  /** Changes when the last fragment begins. */
  static byte[] withLastFragmentAt(byte[] file, long time) {
    var changed = file.clone();
    var text = new String(file, StandardCharsets.ISO_8859_1);
    var at = text.lastIndexOf("tfdt");
    while (!isTime(file, at)) {
      at = text.lastIndexOf("tfdt", at - 1);
    }
    ByteBuffer.wrap(changed).putLong(at + 8, time);
    return changed;
  }

  /** Whether a box with a time of 64 bits is here, and not the same letters in a picture. */
  private static boolean isTime(byte[] file, int type) {
    var buffer = ByteBuffer.wrap(file);
    return buffer.getInt(type - 4) == 20 && buffer.getInt(type + 4) == 1 << 24;
  }
}
