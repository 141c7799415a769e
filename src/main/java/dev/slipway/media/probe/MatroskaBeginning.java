package dev.slipway.media.probe;

import dev.slipway.media.source.LocalView;
import dev.slipway.media.source.SourceLimitException;
import java.util.Optional;
import java.util.Set;

/**
 * Fetches what ffprobe needs of a Matroska or WebM file: the headers, and the first pictures and
 * sound. Fonts, covers or an index in front of these can be larger than what is read, so ffprobe
 * gets them as padding.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/rfc9559">RFC 9559, Matroska</a>
 */
final class MatroskaBeginning {
  private static final long EBML = 0x1a45dfa3L;
  private static final long SEGMENT = 0x18538067L;
  private static final long SEEK_HEAD = 0x114d9b74L;
  private static final long INFO = 0x1549a966L;
  private static final long TRACKS = 0x1654ae6bL;
  private static final long CLUSTER = 0x1f43b675L;

  /** Without one of these, ffprobe doesn't know the streams. */
  private static final Set<Long> NEEDED = Set.of(SEEK_HEAD, INFO, TRACKS);

  /** The element for padding, whose id has one byte. */
  private static final byte VOID = (byte) 0xec;

  private static final int MAX_ID_LENGTH = 4;
  private static final int MAX_VINT_LENGTH = 8;
  private static final int VINT_BITS = 7;
  private static final int UNSIGNED_BYTE = 0xff;

  /** Files have about ten elements before the first pictures. */
  private static final int MAX_ELEMENTS = 64;

  private final LocalView view;
  private final int prefix;

  private MatroskaBeginning(LocalView view, int prefix) {
    this.view = view;
    this.prefix = prefix;
  }

  /**
   * Fetches the headers, and as many bytes of pictures and sound as the prefix has.
   *
   * @param prefix the bytes at the beginning that the view has
   * @return the offset after the last byte that was fetched
   */
  static long fetch(LocalView view, int prefix) {
    try {
      return new MatroskaBeginning(view, prefix).fetch();
    } catch (SourceLimitException e) {
      return Math.min(prefix, view.size());
    }
  }

  private long fetch() {
    var withoutCluster = Math.min(prefix, view.size());
    var at = contentOfSegment();
    for (var count = 0; at >= 0 && count < MAX_ELEMENTS; count++) {
      var element = elementAt(at).orElse(null);
      if (element == null) {
        return withoutCluster;
      }
      if (element.id() == CLUSTER) {
        var length = Math.min(prefix, view.remaining());
        view.fetch(element.start(), length);
        return Math.max(withoutCluster, Math.min(view.size(), element.start() + length));
      }
      if (!element.hasSize() || element.end() > view.size()) {
        return withoutCluster;
      }
      if (element.end() > prefix) {
        provide(element);
      }
      at = element.end();
    }
    return withoutCluster;
  }

  private void provide(Element element) {
    var hasSpace = element.size() <= view.remaining() - prefix;
    if (NEEDED.contains(element.id()) && hasSpace) {
      view.fetch(element.start(), element.end() - element.start());
      return;
    }
    view.overwrite(element.start(), padding(element));
  }

  /** Returns -1 if the file doesn't begin as it should. */
  private long contentOfSegment() {
    var header = elementAt(0).filter(found -> found.id() == EBML && found.hasSize());
    return header
        .flatMap(found -> elementAt(found.end()))
        .filter(found -> found.id() == SEGMENT)
        .map(Element::content)
        .orElse(-1L);
  }

  /** The header of an element for padding that ends where the element ends. */
  private static byte[] padding(Element element) {
    var headerLength = (int) (element.content() - element.start());
    var sizeLength = Math.min(MAX_VINT_LENGTH, headerLength - 1);
    var size = element.end() - element.start() - 1 - sizeLength;
    var header = new byte[1 + sizeLength];
    header[0] = VOID;
    for (var index = sizeLength; index > 0; index--) {
      header[index] = (byte) size;
      size >>>= Byte.SIZE;
    }
    header[1] |= (byte) (1 << MAX_VINT_LENGTH - sizeLength);
    return header;
  }

  private Optional<Element> elementAt(long start) {
    if (start >= view.size()) {
      return Optional.empty();
    }
    var bytes = view.bytes(start, MAX_ID_LENGTH + MAX_VINT_LENGTH);
    var idLength = vintLength(bytes, 0);
    if (idLength > MAX_ID_LENGTH || idLength >= bytes.length) {
      return Optional.empty();
    }
    var sizeLength = vintLength(bytes, idLength);
    if (sizeLength > MAX_VINT_LENGTH || idLength + sizeLength > bytes.length) {
      return Optional.empty();
    }
    var id = number(bytes, 0, idLength);
    var unknown = (1L << VINT_BITS * sizeLength) - 1;
    var size = number(bytes, idLength, sizeLength) & unknown;
    var content = start + idLength + sizeLength;
    return Optional.of(new Element(id, start, content, size == unknown ? -1 : size));
  }

  /** The leading zeros of the first byte say how many bytes follow; 9 if it is invalid. */
  private static int vintLength(byte[] bytes, int index) {
    return Integer.numberOfLeadingZeros(bytes[index] & UNSIGNED_BYTE)
        - (Integer.SIZE - Byte.SIZE)
        + 1;
  }

  private static long number(byte[] bytes, int start, int length) {
    var value = 0L;
    for (var index = start; index < start + length; index++) {
      value = value << Byte.SIZE | bytes[index] & UNSIGNED_BYTE;
    }
    return value;
  }

  /**
   * @param content the offset after the header
   * @param size bytes of the content; -1 if the element doesn't say it
   */
  private record Element(long id, long start, long content, long size) {
    boolean hasSize() {
      return size >= 0;
    }

    long end() {
      return content + size;
    }
  }
}
