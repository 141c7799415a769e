package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A box, which QuickTime calls an atom.
 *
 * @param start offset of its header in the file
 * @param headerSize 8 or 16 bytes
 * @param size bytes with the header, as the header says; may exceed the file
 */
record Box(String type, long start, int headerSize, long size) {
  static final int HEADER = 8;
  static final int LARGE_HEADER = 16;

  /** Stands for a size of 64 bits after the type. */
  static final int LARGE = 1;

  /** The header is fetched with what follows, because small boxes come in groups. */
  private static final int READ_AHEAD = 4096;

  long contentStart() {
    return start + headerSize;
  }

  long end() {
    return start + size;
  }

  boolean is(String expected) {
    return type.equals(expected);
  }

  /**
   * Reads the header of a box.
   *
   * @param limit the end of the surrounding box or of the file, to which a box without a size
   *     extends
   * @return empty if there is no box
   */
  static Optional<Box> at(LocalView view, long start, long limit) {
    if (start < 0 || limit - start < HEADER) {
      return Optional.empty();
    }
    view.fetch(start, Math.min(READ_AHEAD, Math.max(0, limit - start)));
    var header = ByteBuffer.wrap(view.bytes(start, LARGE_HEADER));
    if (header.remaining() < HEADER) {
      return Optional.empty();
    }
    var size = Integer.toUnsignedLong(header.getInt(0));
    var type = new byte[Integer.BYTES];
    header.get(Integer.BYTES, type);
    if (!isType(type)) {
      return Optional.empty();
    }
    var headerSize = HEADER;
    if (size == LARGE) {
      if (header.remaining() < LARGE_HEADER) {
        return Optional.empty();
      }
      headerSize = LARGE_HEADER;
      size = header.getLong(HEADER);
    } else if (size == 0) {
      size = limit - start;
    }
    var isPossible = size >= headerSize && size <= Long.MAX_VALUE - start;
    var name = new String(type, StandardCharsets.ISO_8859_1);
    return isPossible ? Optional.of(new Box(name, start, headerSize, size)) : Optional.empty();
  }

  /** Printable ASCII and, in QuickTime, the sign ©. */
  private static boolean isType(byte[] type) {
    for (var letter : type) {
      var code = letter & 0xff;
      if ((code < ' ' || code > '~') && code != 0xa9) {
        return false;
      }
    }
    return true;
  }
}
