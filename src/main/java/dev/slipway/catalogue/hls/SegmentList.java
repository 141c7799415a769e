package dev.slipway.catalogue.hls;

import dev.slipway.media.mp4.FragmentIndex.Segment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Segments as a column stores them: for each, its size and its duration in 32 bits. */
final class SegmentList {
  private static final int BYTES = 2 * Integer.BYTES;

  private SegmentList() {}

  static byte[] encode(List<Segment> segments) {
    var bytes = ByteBuffer.allocate(segments.size() * BYTES);
    for (var segment : segments) {
      bytes.putInt(Math.toIntExact(segment.size())).putInt(Math.toIntExact(segment.duration()));
    }
    return bytes.array();
  }

  static List<Segment> decode(byte[] column) {
    var segments = new ArrayList<Segment>(column.length / BYTES);
    for (var bytes = ByteBuffer.wrap(column); bytes.hasRemaining(); ) {
      segments.add(new Segment(bytes.getInt(), bytes.getInt()));
    }
    return segments;
  }
}
