package dev.slipway.media.mp4;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/**
 * The box {@code moov} of a file that was transcoded: its video track, and the codecs.
 *
 * @param codecs as RFC 6381 names them
 * @param trackId of the video track
 * @param timescale units of time in a second, in the video track
 * @param sampleDuration the duration of a sample whose fragment states none
 */
record MovieHeader(String codecs, long trackId, long timescale, long sampleDuration) {
  // Flags of tfhd and trun, ISO/IEC 14496-12, 8.8.7 and 8.8.8.
  private static final int BASE_DATA_OFFSET = 0x1;
  private static final int DESCRIPTION_INDEX = 0x2;
  private static final int DEFAULT_DURATION = 0x8;
  private static final int DATA_OFFSET = 0x1;
  private static final int FIRST_SAMPLE_FLAGS = 0x4;
  private static final int DURATION = 0x100;
  private static final int SIZE = 0x200;
  private static final int FLAGS = 0x400;
  private static final int COMPOSITION_OFFSET = 0x800;

  /** The fields of a sample description before its boxes, ISO/IEC 14496-12, 12.1.3. */
  private static final int VISUAL_ENTRY = 78;

  private static final int VERSION_SHIFT = 24;

  /** AAC-LC. ffmpeg's encoder makes nothing else. */
  private static final String AAC = "mp4a.40.2";

  static MovieHeader read(ByteBuffer content) throws DamagedIndexException {
    try {
      return readBoxes(new StreamBox("moov", content));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new DamagedIndexException("the header is too short");
    }
  }

  private static MovieHeader readBoxes(StreamBox moov) throws DamagedIndexException {
    var codecs = new ArrayList<String>();
    var trackId = 0L;
    var timescale = 0L;
    for (var track : moov.children()) {
      if (!track.is("trak")) {
        continue;
      }
      var descriptions = track.require("mdia", "minf", "stbl", "stsd").fields();
      // Version, flags and the number of entries.
      var entry = StreamBox.in(descriptions.position(Long.BYTES)).get(0);
      if (entry.is("avc1")) {
        codecs.add(0, "avc1." + profile(entry));
        trackId = trackId(track);
        timescale = timescale(track);
      } else if (entry.is("mp4a")) {
        codecs.add(AAC);
      }
    }
    if (trackId == 0 || timescale <= 0) {
      throw new DamagedIndexException("the file has no H.264 track");
    }
    return new MovieHeader(
        String.join(",", codecs), trackId, timescale, sampleDuration(moov, trackId));
  }

  /** Profile, constraints and level in hexadecimal, as in {@code avcC}. */
  private static String profile(StreamBox entry) throws DamagedIndexException {
    for (var box : StreamBox.in(entry.fields().position(VISUAL_ENTRY))) {
      if (box.is("avcC")) {
        var fields = box.fields();
        fields.get();
        return "%02x%02x%02x"
            .formatted(fields.get() & 0xff, fields.get() & 0xff, fields.get() & 0xff);
      }
    }
    throw new DamagedIndexException("'avc1' has no 'avcC'");
  }

  private static long trackId(StreamBox track) throws DamagedIndexException {
    var fields = track.require("tkhd").fields();
    fields.position(timesEnd(fields.getInt()));
    return Integer.toUnsignedLong(fields.getInt());
  }

  private static long timescale(StreamBox track) throws DamagedIndexException {
    var fields = track.require("mdia", "mdhd").fields();
    fields.position(timesEnd(fields.getInt()));
    return Integer.toUnsignedLong(fields.getInt());
  }

  /** Where the times of creation and modification end. */
  private static int timesEnd(int versionAndFlags) {
    var time = versionAndFlags >>> VERSION_SHIFT == 1 ? Long.BYTES : Integer.BYTES;
    return Integer.BYTES + 2 * time;
  }

  private static long sampleDuration(StreamBox moov, long trackId) throws DamagedIndexException {
    for (var box : moov.require("mvex").children()) {
      if (box.is("trex")) {
        var fields = box.fields();
        fields.getInt();
        if (Integer.toUnsignedLong(fields.getInt()) == trackId) {
          fields.getInt();
          return Integer.toUnsignedLong(fields.getInt());
        }
      }
    }
    return 0;
  }

  /**
   * The duration of the pictures in a fragment, in units of the timescale; 0 if it has none.
   *
   * @param content of the box {@code moof}
   */
  long durationOf(ByteBuffer content) throws DamagedIndexException {
    try {
      var duration = 0L;
      for (var box : new StreamBox("moof", content).children()) {
        if (box.is("traf")) {
          duration += durationOfTrack(box);
        }
      }
      return duration;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new DamagedIndexException("a fragment is too short");
    }
  }

  private long durationOfTrack(StreamBox traf) throws DamagedIndexException {
    var header = traf.require("tfhd").fields();
    var flags = header.getInt();
    if (Integer.toUnsignedLong(header.getInt()) != trackId) {
      return 0;
    }
    skip(header, 2 * bytes(flags, BASE_DATA_OFFSET) + bytes(flags, DESCRIPTION_INDEX));
    var defaultDuration =
        (flags & DEFAULT_DURATION) != 0 ? Integer.toUnsignedLong(header.getInt()) : sampleDuration;
    var duration = 0L;
    for (var box : traf.children()) {
      if (box.is("trun")) {
        duration += durationOfRun(box.fields(), defaultDuration);
      }
    }
    return duration;
  }

  private static long durationOfRun(ByteBuffer run, long defaultDuration) {
    var flags = run.getInt();
    var count = Integer.toUnsignedLong(run.getInt());
    if ((flags & DURATION) == 0) {
      return count * defaultDuration;
    }
    skip(run, bytes(flags, DATA_OFFSET) + bytes(flags, FIRST_SAMPLE_FLAGS));
    var others = bytes(flags, SIZE) + bytes(flags, FLAGS) + bytes(flags, COMPOSITION_OFFSET);
    var sum = 0L;
    for (var sample = 0L; sample < count; sample++) {
      sum += Integer.toUnsignedLong(run.getInt());
      skip(run, others);
    }
    return sum;
  }

  private static void skip(ByteBuffer buffer, int bytes) {
    if (bytes > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    buffer.position(buffer.position() + bytes);
  }

  /** The width of an optional field of 32 bits. */
  private static int bytes(int flags, int flag) {
    return (flags & flag) == 0 ? 0 : Integer.BYTES;
  }
}
