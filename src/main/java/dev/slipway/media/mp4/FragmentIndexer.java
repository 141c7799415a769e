package dev.slipway.media.mp4;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the index of a fragmented MP4 file while the file is written. It keeps only the box that
 * it reads, so the file can have any size.
 *
 * @see <a href="https://www.iso.org/standard/83102.html">ISO/IEC 14496-12, 8.8, movie fragments</a>
 */
public final class FragmentIndexer {
  /** The boxes that are read. Those of a program that is trusted are much smaller. */
  private static final int MAX_BOX = 16 << 20;

  private final ByteArrayOutputStream header = new ByteArrayOutputStream(Box.LARGE_HEADER);
  private final List<FragmentIndex.Segment> segments = new ArrayList<>();
  private ByteArrayOutputStream content;
  private String type;
  private long remaining;
  private long position;
  private long initSize;

  /** Where the fragment begins whose samples follow; negative if none do. */
  private long fragmentStart = -1;

  private MovieHeader.Period fragment;

  /** The end of the last segment, in units of the timescale. */
  private long end;

  private MovieHeader movie;

  /**
   * Reads the next bytes of the file.
   *
   * @throws DamagedIndexException if the file is no fragmented MP4 file
   */
  public void accept(byte[] bytes, int offset, int length) throws DamagedIndexException {
    for (var at = offset; at < offset + length; ) {
      var available = offset + length - at;
      var used = type == null ? readHeader(bytes[at]) : readContent(bytes, at, available);
      at += used;
      position += used;
      if (type != null && remaining == 0) {
        endBox();
      }
    }
  }

  /**
   * Returns the index of the whole file.
   *
   * @throws DamagedIndexException if the file ends in the middle of a box, or has no fragment
   */
  public FragmentIndex finish() throws DamagedIndexException {
    if (type != null || header.size() > 0) {
      throw new DamagedIndexException("the file ends in the middle of a box");
    }
    if (movie == null || segments.isEmpty()) {
      throw new DamagedIndexException("the file has no fragment");
    }
    return new FragmentIndex(initSize, movie.codecs(), movie.timescale(), segments, position);
  }

  private int readHeader(byte next) throws DamagedIndexException {
    header.write(next);
    if (header.size() < Box.HEADER) {
      return 1;
    }
    var fields = ByteBuffer.wrap(header.toByteArray());
    var size = Integer.toUnsignedLong(fields.getInt(0));
    if (size == Box.LARGE && header.size() < Box.LARGE_HEADER) {
      return 1;
    }
    beginBox(
        new String(header.toByteArray(), Integer.BYTES, Integer.BYTES, StandardCharsets.ISO_8859_1),
        (size == Box.LARGE ? fields.getLong(Box.HEADER) : size) - header.size());
    header.reset();
    return 1;
  }

  private void beginBox(String name, long contentSize) throws DamagedIndexException {
    if (contentSize < 0) {
      throw new DamagedIndexException("the box '%s' has no size".formatted(name));
    }
    type = name;
    remaining = contentSize;
    content = name.equals("moov") || name.equals("moof") ? new ByteArrayOutputStream() : null;
    if (content != null && contentSize > MAX_BOX) {
      throw new DamagedIndexException("the box '%s' is too large".formatted(name));
    }
    if (name.equals("moof")) {
      // The header has just been read, but for its last byte.
      fragmentStart = position + 1 - header.size();
    }
  }

  private int readContent(byte[] bytes, int offset, int available) {
    var count = (int) Math.min(available, remaining);
    if (content != null) {
      content.write(bytes, offset, count);
    }
    remaining -= count;
    return count;
  }

  private void endBox() throws DamagedIndexException {
    var ended = type;
    type = null;
    switch (ended) {
      case "moov" -> movie = MovieHeader.read(ByteBuffer.wrap(content.toByteArray()));
      case "moof" -> beginFragment();
      case "mdat" -> endFragment();
      default -> {
        // Such as the brands at the beginning, and an index at the end that players don't need.
      }
    }
    content = null;
  }

  private void beginFragment() throws DamagedIndexException {
    if (movie == null) {
      throw new DamagedIndexException("a fragment precedes the header");
    }
    if (segments.isEmpty()) {
      initSize = fragmentStart;
    }
    fragment = movie.periodOf(ByteBuffer.wrap(content.toByteArray()));
  }

  private void endFragment() throws DamagedIndexException {
    if (fragmentStart < 0) {
      throw new DamagedIndexException("samples don't belong to a fragment");
    }
    var size = position - fragmentStart;
    fragmentStart = -1;
    var added = Math.max(0, fragment.end() - end);
    if (fragment.hasPictures() && fragment.start() >= end && added > 0) {
      segments.add(new FragmentIndex.Segment(size, added));
    } else if (!segments.isEmpty()) {
      // Sound without a picture, or pictures that belong to sound before them.
      var last = segments.remove(segments.size() - 1);
      segments.add(new FragmentIndex.Segment(last.size() + size, last.duration() + added));
    } else {
      throw new DamagedIndexException("the first fragment has no picture");
    }
    end += added;
  }
}
