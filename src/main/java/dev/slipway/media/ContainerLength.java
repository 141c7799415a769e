package dev.slipway.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Reads from the bytes of a file, as they arrive, how long its container says that the file is. So
 * a file of the families MP4 and Matroska that ends early is recognised. Of other containers
 * nothing is known.
 *
 * @see <a href="https://developer.apple.com/documentation/quicktime-file-format/atoms">Atoms of
 *     QuickTime and MP4</a>
 * @see <a href="https://datatracker.ietf.org/doc/html/rfc8794">RFC 8794, EBML</a>
 */
public final class ContainerLength {
  /** Other types are possible, but a file that begins with one can be anything. */
  private static final Set<String> FIRST_BOX_TYPES =
      Set.of("ftyp", "styp", "moov", "mdat", "wide", "free", "skip", "pnot");

  private static final int BOX_HEADER = 8;
  private static final int LARGE_BOX_HEADER = 16;

  /** Contains the header of EBML and the beginning of the segment after it. */
  private static final int MATROSKA_HEADER = 64;

  private static final int EBML_ID = 0x1a45dfa3;
  private static final int SEGMENT_ID = 0x18538067;
  private static final int MAX_VINT_LENGTH = 8;

  private final ByteBuffer header = ByteBuffer.allocate(MATROSKA_HEADER);
  private int needed = BOX_HEADER;
  private long position;
  private long next;
  private boolean ended;

  /** Starts at the beginning of a file. */
  public ContainerLength() {}

  /**
   * Continues in the middle of a file.
   *
   * @param minimum the {@link #minimum} that was read from this or a later position
   */
  public ContainerLength(long position, long minimum) {
    this.position = position;
    this.next = minimum;
    this.ended = minimum < position;
  }

  /** Reads the next bytes of the file. */
  public void accept(byte[] data, int start, int length) {
    var end = start + length;
    var current = start;
    while (current < end && !ended) {
      if (position < next) {
        var skipped = (int) Math.min(end - current, next - position);
        current += skipped;
        position += skipped;
        continue;
      }
      var copied = Math.min(end - current, needed - header.position());
      header.put(data, current, copied);
      current += copied;
      position += copied;
      if (header.position() == needed) {
        readHeader(position - needed);
      }
    }
    position += end - current;
  }

  /** The number of bytes that the file has at least, as far as the container has said it. */
  public long minimum() {
    return next;
  }

  private void readHeader(long headerStart) {
    if (headerStart == 0 && header.getInt(0) == EBML_ID) {
      readMatroska();
      return;
    }
    var size = Integer.toUnsignedLong(header.getInt(0));
    if (size == 1 && needed == BOX_HEADER) {
      needed = LARGE_BOX_HEADER;
      return;
    }
    var boxSize = needed == LARGE_BOX_HEADER ? header.getLong(BOX_HEADER) : size;
    if (boxSize < needed || !(headerStart == 0 ? isFirstBoxType() : isBoxType())) {
      // A box to the end of the file, which has the size 0, or something else than a box.
      ended = true;
      return;
    }
    next = headerStart + boxSize;
    needed = BOX_HEADER;
    header.clear();
  }

  private boolean isFirstBoxType() {
    var type = new byte[Integer.BYTES];
    header.get(Integer.BYTES, type);
    return FIRST_BOX_TYPES.contains(new String(type, StandardCharsets.ISO_8859_1));
  }

  private boolean isBoxType() {
    for (var index = Integer.BYTES; index < BOX_HEADER; index++) {
      var letter = header.get(index) & 0xff;
      // The sign © begins some types of QuickTime.
      if ((letter < ' ' || letter > '~') && letter != 0xa9) {
        return false;
      }
    }
    return true;
  }

  private void readMatroska() {
    if (needed < MATROSKA_HEADER) {
      needed = MATROSKA_HEADER;
      return;
    }
    ended = true;
    var sizeStart = Integer.BYTES;
    var ebmlSize = readVint(sizeStart);
    var segmentStart = sizeStart + vintLength(sizeStart) + ebmlSize;
    if (ebmlSize < 0
        || segmentStart + Integer.BYTES + MAX_VINT_LENGTH > MATROSKA_HEADER
        || header.getInt((int) segmentStart) != SEGMENT_ID) {
      return;
    }
    var segmentSizeStart = (int) segmentStart + Integer.BYTES;
    var segmentSize = readVint(segmentSizeStart);
    if (segmentSize >= 0) {
      next = segmentSizeStart + vintLength(segmentSizeStart) + segmentSize;
    }
  }

  /** The leading zeros of the first byte say how many bytes follow. */
  private int vintLength(int index) {
    return Integer.numberOfLeadingZeros(header.get(index) & 0xff) - (Integer.SIZE - Byte.SIZE) + 1;
  }

  /** Returns a number of variable length, or -1 if it is unknown or invalid. */
  private long readVint(int index) {
    var length = vintLength(index);
    if (length > MAX_VINT_LENGTH) {
      return -1;
    }
    var value = (header.get(index) & 0xffL) & (0xff >> length);
    for (var offset = 1; offset < length; offset++) {
      value = value << Byte.SIZE | header.get(index + offset) & 0xffL;
    }
    var unknown = (1L << 7 * length) - 1;
    return value == unknown ? -1 : value;
  }
}
