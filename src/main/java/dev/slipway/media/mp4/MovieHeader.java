package dev.slipway.media.mp4;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/**
 * The box {@code moov} of a file that was transcoded: its tracks, and the codecs.
 *
 * @param codecs as RFC 6381 names them
 * @param pictures the video track
 * @param sound the audio track; null without sound
 */
record MovieHeader(String codecs, Track pictures, Track sound) {
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
    Track pictures = null;
    Track sound = null;
    for (var track : moov.children()) {
      if (!track.is("trak")) {
        continue;
      }
      var descriptions = track.require("mdia", "minf", "stbl", "stsd").fields();
      // Version, flags and the number of entries.
      var entry = StreamBox.in(descriptions.position(Long.BYTES)).get(0);
      if (entry.is("avc1")) {
        codecs.add(0, "avc1." + profile(entry));
        pictures = track(moov, track);
      } else if (entry.is("mp4a")) {
        codecs.add(AAC);
        sound = track(moov, track);
      }
    }
    if (pictures == null) {
      throw new DamagedIndexException("the file has no H.264 track");
    }
    return new MovieHeader(String.join(",", codecs), pictures, sound);
  }

  private static Track track(StreamBox moov, StreamBox trak) throws DamagedIndexException {
    var id = trackId(trak);
    var timescale = timescale(trak);
    if (timescale == 0) {
      throw new DamagedIndexException("a track has no time scale");
    }
    return new Track(id, timescale, sampleDuration(moov, id));
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

  /** Units of time in a second, in which the times of fragments are. */
  long timescale() {
    return pictures.timescale();
  }

  /**
   * Reads when the samples of a fragment are shown.
   *
   * @param content of the box {@code moof}
   */
  Period periodOf(ByteBuffer content) throws DamagedIndexException {
    try {
      Period shown = null;
      Period heard = null;
      for (var box : new StreamBox("moof", content).children()) {
        if (box.is("traf")) {
          var header = box.require("tfhd").fields();
          var flags = header.getInt();
          var id = Integer.toUnsignedLong(header.getInt());
          if (id == pictures.id()) {
            shown = periodOfTrack(box, header, flags, pictures);
          } else if (sound != null && id == sound.id()) {
            heard = periodOfTrack(box, header, flags, sound);
          }
        }
      }
      return Period.of(shown, heard, timescale());
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new DamagedIndexException("a fragment is too short");
    }
  }

  /** In units of the pictures' time scale. */
  private Period periodOfTrack(StreamBox traf, ByteBuffer header, int flags, Track track)
      throws DamagedIndexException {
    skip(header, 2 * bytes(flags, BASE_DATA_OFFSET) + bytes(flags, DESCRIPTION_INDEX));
    var defaultDuration =
        (flags & DEFAULT_DURATION) != 0
            ? Integer.toUnsignedLong(header.getInt())
            : track.sampleDuration();
    var time = traf.require("tfdt").fields();
    var start =
        time.getInt() >>> VERSION_SHIFT == 1
            ? time.getLong()
            : Integer.toUnsignedLong(time.getInt());
    var duration = 0L;
    for (var box : traf.children()) {
      if (box.is("trun")) {
        duration += durationOfRun(box.fields(), defaultDuration);
      }
    }
    var scale = (double) timescale() / track.timescale();
    return new Period(
        duration > 0, Math.round(start * scale), Math.round((start + duration) * scale));
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

  /**
   * @param timescale units of time in a second
   * @param sampleDuration the duration of a sample whose fragment states none
   */
  record Track(long id, long timescale, long sampleDuration) {}

  /**
   * When the samples of a fragment are shown, in units of the pictures' time scale.
   *
   * @param hasPictures whether there are pictures; without them, the period is that of the sound
   * @param end of the pictures, or of the sound if it continues much longer
   */
  record Period(boolean hasPictures, long start, long end) {
    /** Sound ends within a few hundredths of a second of the pictures that belong to it. */
    private static final int TOLERANCES_PER_SECOND = 5;

    /** Either of them is null if the fragment has no such track. */
    private static Period of(Period shown, Period heard, long timescale) {
      if (shown == null || !shown.hasPictures()) {
        return heard == null ? new Period(false, 0, 0) : new Period(false, heard.start, heard.end);
      }
      return heard != null && heard.end - shown.end > timescale / TOLERANCES_PER_SECOND
          ? new Period(true, shown.start, heard.end)
          : shown;
    }
  }
}
