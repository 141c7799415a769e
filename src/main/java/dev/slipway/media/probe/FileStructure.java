package dev.slipway.media.probe;

import dev.slipway.media.ContainerLength;
import dev.slipway.media.mp4.Mp4File;
import dev.slipway.media.source.LocalView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * What the structure of a container shows before a program reads the file. What ffprobe needs is in
 * the view afterwards: the index of MP4 and QuickTime wherever it is, the first pictures of
 * Matroska wherever they are, the beginning of other containers, and the end of those that have no
 * duration in their header.
 *
 * @param rejection null if the structure is whole
 * @param detail a sentence for people; null if there is none
 * @param durationSource who knows the duration
 * @param durationMillis the duration if ffprobe can't find it in the view; null if it is unknown
 */
record FileStructure(
    ProbeRejection rejection, String detail, DurationSource durationSource, Long durationMillis) {
  /** Who knows the duration. */
  enum DurationSource {
    FFPROBE,
    /** ffprobe, which counts from zero, although a part of a broadcast begins later. */
    FFPROBE_FROM_ZERO,
    STRUCTURE
  }

  private static final Set<String> MP4_FAMILY = Set.of("mp4", "quicktime", "m4v", "3gpp", "3gpp2");

  private static final Set<String> MATROSKA_FAMILY = Set.of("matroska", "webm");

  /**
   * In these, the last packets show the duration, and a reader can begin at any packet. In others,
   * the header contains it.
   */
  private static final Set<String> STREAMS = Set.of("mpegts", "mpeg", "ogg");

  /** Half of it may be padding. */
  private static final int STREAM_BEGINNING = 2 * Ffprobe.ANALYSED_BYTES;

  private static final int STREAM_END = 2 << 20;

  /** A multiple of the sizes of packets, which are 188, 192 or 204 bytes. */
  private static final int PACKET_GRID = 153_408;

  private static final FileStructure WHOLE =
      new FileStructure(null, null, DurationSource.FFPROBE, null);

  private static final int RIFF_HEADER = 8;

  /**
   * Reads the structure.
   *
   * @param container the short name
   */
  static FileStructure read(LocalView view, String container) {
    view.fetch(0, Math.min(Ffprobe.ANALYSED_BYTES, view.maxBytes()));
    if (MP4_FAMILY.contains(container)) {
      return ofMp4(Mp4File.read(view), view);
    }
    if (STREAMS.contains(container)) {
      return ofStream(view);
    }
    if (MATROSKA_FAMILY.contains(container)) {
      return ofMatroska(view);
    }
    var structure =
        switch (container) {
          case "avi" -> ofAvi(view);
          case "asf" -> ofAsf(view);
          default -> WHOLE;
        };
    // ffprobe would search the zeros that were not fetched.
    view.cutOut(Math.min(view.size(), Ffprobe.ANALYSED_BYTES), view.size());
    return structure;
  }

  /** Leaves out the middle. The end continues the packets of the beginning. */
  private static FileStructure ofStream(LocalView view) {
    var beginning = Math.min(STREAM_BEGINNING, view.maxBytes() / 2);
    var rest = view.size() - beginning;
    var end = beginning + Math.max(0, rest - STREAM_END) / PACKET_GRID * PACKET_GRID;
    view.fetch(0, beginning);
    view.fetch(end, Math.min(view.size() - end, view.remaining()));
    if (rest > 0) {
      view.cutOut(beginning, end);
    }
    return WHOLE;
  }

  private static FileStructure ofMatroska(LocalView view) {
    var structure = ofHeader(view, matroskaSize(view), null);
    if (structure.rejection() == null) {
      view.cutOut(MatroskaBeginning.fetch(view, Ffprobe.ANALYSED_BYTES), view.size());
    }
    return structure;
  }

  private static FileStructure ofAvi(LocalView view) {
    return ofHeader(view, riffSize(view), AviHeader.durationMillis(view));
  }

  private static FileStructure ofAsf(LocalView view) {
    var properties = AsfProperties.read(view);
    return ofHeader(
        view,
        properties.map(AsfProperties::fileSize).orElse(0L),
        properties.map(AsfProperties::validDurationMillis).orElse(null));
  }

  /**
   * @param claimed the size of the file in its header, 0 if there is none
   * @param millis the duration that ffprobe doesn't find in a part of the file; null if it does, or
   *     if it is unknown
   */
  private static FileStructure ofHeader(LocalView view, long claimed, Long millis) {
    if (claimed > view.size()) {
      return truncated(claimed, view.size());
    }
    return view.isComplete() || millis == null
        ? WHOLE
        : new FileStructure(null, null, DurationSource.STRUCTURE, millis);
  }

  private static FileStructure ofMp4(Mp4File file, LocalView view) {
    if (file.problem() == null) {
      return file.isFragmented() ? ofFragments(file, view) : WHOLE;
    }
    var rejection =
        switch (file.problem()) {
          case TRUNCATED -> ProbeRejection.TRUNCATED;
          case NO_INDEX -> ProbeRejection.NO_INDEX;
          case NO_SAMPLES -> ProbeRejection.NO_VIDEO_STREAM;
          case REFERENCE -> ProbeRejection.REFERENCE;
          case INDEX_NOT_FOUND, INDEX_TOO_LARGE, ENCRYPTED, COMPRESSED_INDEX, DAMAGED ->
              ProbeRejection.UNREADABLE;
        };
    return new FileStructure(rejection, file.detail(), DurationSource.FFPROBE, null);
  }

  private static FileStructure ofFragments(Mp4File file, LocalView view) {
    return view.isComplete()
        ? new FileStructure(null, null, DurationSource.FFPROBE_FROM_ZERO, null)
        : new FileStructure(null, null, DurationSource.STRUCTURE, boxed(file));
  }

  private static Long boxed(Mp4File file) {
    return file.fragmentedMillis().isPresent() ? file.fragmentedMillis().getAsLong() : null;
  }

  private static FileStructure truncated(long claimed, long size) {
    return new FileStructure(
        ProbeRejection.TRUNCATED,
        "The file should have %d bytes, but has %d.".formatted(claimed, size),
        DurationSource.FFPROBE,
        null);
  }

  private static long matroskaSize(LocalView view) {
    var length = new ContainerLength();
    var beginning = view.bytes(0, Byte.MAX_VALUE);
    length.accept(beginning, 0, beginning.length);
    return length.minimum();
  }

  /**
   * A recorder that crashed leaves 0, and a stream has the maximum. Some programs write the size of
   * the whole file, although the header of 8 bytes doesn't count.
   */
  private static long riffSize(LocalView view) {
    var header = ByteBuffer.wrap(view.bytes(0, RIFF_HEADER)).order(ByteOrder.LITTLE_ENDIAN);
    if (header.remaining() < RIFF_HEADER) {
      return 0;
    }
    var size = header.getInt(Integer.BYTES);
    return size == -1 ? 0 : Integer.toUnsignedLong(size);
  }
}
