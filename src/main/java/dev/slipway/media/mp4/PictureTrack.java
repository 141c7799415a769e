package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The track with the pictures of an MP4 or QuickTime file whose samples are listed in its index. It
 * finds the key frames nearest to some times without reading any sample. Times are those of
 * decoding, from which those of display differ by a few pictures. A delay of the track counts.
 */
public final class PictureTrack {
  private static final int FULL_BOX_HEADER = 4;
  private static final int MILLIS = 1000;
  private static final int EMPTY_EDIT = -1;

  /** A day. Only damaged files have a longer one. */
  private static final long MAX_DELAY_MILLIS = 86_400_000;

  /** The bits of a track's flags: the track is enabled. */
  private static final int ENABLED = 1;

  private final LocalView view;
  private final Box ftyp;
  private final Box mvhd;
  private final Map<String, Box> track;
  private final Map<String, Box> media;
  private final Map<String, Box> information;
  private final Map<String, Box> tables;
  private final long timescale;
  private final long samples;
  private final long delayMillis;

  private PictureTrack(
      LocalView view,
      Box ftyp,
      Box mvhd,
      Map<String, Box> track,
      Map<String, Box> media,
      Map<String, Box> information,
      Map<String, Box> tables)
      throws DamagedIndexException {
    this.view = view;
    this.ftyp = ftyp;
    this.mvhd = mvhd;
    this.track = track;
    this.media = media;
    this.information = information;
    this.tables = tables;
    this.timescale = readTimescale(view, media.get("mdhd"));
    this.samples = SampleSizes.read(view, tables).count();
    this.delayMillis = readDelayMillis(view, mvhd, track.get("edts"));
  }

  /**
   * Finds the track: an enabled one before others, and of those the one with most pictures. Fetches
   * the index.
   *
   * @return empty if the file has no such track, because it is fragmented, damaged, or no MP4
   * @throws dev.slipway.media.source.SourceLimitException if the index exceeds a limit of the view
   */
  public static Optional<PictureTrack> find(LocalView view) {
    try {
      var boxes = TopLevelBoxes.scan(view);
      var moov = boxes.first("moov");
      if (moov.isEmpty() && !boxes.reachesEnd()) {
        moov = FileTail.find(view, "moov", Mp4File.TYPES_AFTER_INDEX).map(FileTail.Found::box);
      }
      if (moov.isEmpty() || moov.get().end() > view.size()) {
        return Optional.empty();
      }
      view.fetch(moov.get().start(), moov.get().size());
      return find(view, boxes.first("ftyp").orElse(null), Boxes.in(view, moov.get()));
    } catch (DamagedIndexException e) {
      return Optional.empty();
    }
  }

  private static Optional<PictureTrack> find(LocalView view, Box ftyp, List<Box> index)
      throws DamagedIndexException {
    var mvhd = index.stream().filter(box -> box.is("mvhd")).findFirst();
    if (mvhd.isEmpty() || index.stream().anyMatch(box -> box.is("mvex"))) {
      return Optional.empty();
    }
    PictureTrack best = null;
    var bestIsEnabled = false;
    for (var box : index) {
      var found =
          box.is("trak") ? read(view, ftyp, mvhd.get(), box) : Optional.<PictureTrack>empty();
      if (found.isEmpty()) {
        continue;
      }
      var isEnabled = isEnabled(view, found.get().track.get("tkhd"));
      if (best == null
          || isEnabled && !bestIsEnabled
          || isEnabled == bestIsEnabled && found.get().samples > best.samples) {
        best = found.get();
        bestIsEnabled = isEnabled;
      }
    }
    return Optional.ofNullable(best);
  }

  private static Optional<PictureTrack> read(LocalView view, Box ftyp, Box mvhd, Box trak)
      throws DamagedIndexException {
    var track = Boxes.byType(view, trak);
    if (!track.containsKey("tkhd") || !track.containsKey("mdia")) {
      return Optional.empty();
    }
    var media = Boxes.byType(view, track.get("mdia"));
    if (!media.containsKey("mdhd")
        || !media.containsKey("minf")
        || !MovieIndex.handler(view, media.get("hdlr")).equals(MovieIndex.VIDEO)) {
      return Optional.empty();
    }
    var information = Boxes.byType(view, media.get("minf"));
    if (!information.containsKey("stbl")) {
      return Optional.empty();
    }
    var tables = new HashMap<>(Boxes.byType(view, information.get("stbl")));
    if (!tables.keySet().containsAll(List.of("stsd", "stts", "stsc"))
        || !tables.containsKey("stco") && !tables.containsKey("co64")
        || !tables.containsKey("stsz") && !tables.containsKey("stz2")) {
      return Optional.empty();
    }
    var found = new PictureTrack(view, ftyp, mvhd, track, media, information, tables);
    return found.isUsable() ? Optional.of(found) : Optional.empty();
  }

  /** Each sample may be visited, so a track that claims to have too many is ignored. */
  private boolean isUsable() throws DamagedIndexException {
    return timescale > 0
        && samples > 0
        && samples <= SampleTable.MAX_VIDEO_SAMPLES
        && SampleTable.chunkCount(view, tables) > 0;
  }

  /** When the last picture ends, in milliseconds. */
  public long durationMillis() {
    try {
      var times = new SampleTimes(content("stts"));
      times.skipToEnd();
      return toMillis(times.time());
    } catch (DamagedIndexException e) {
      return 0;
    }
  }

  /**
   * Finds the key frame nearest to each time.
   *
   * @param targets milliseconds in ascending order
   * @return a key frame for each time, in the same order; empty if the index is damaged
   */
  public List<KeyFrame> nearestKeyFrames(long[] targets) {
    try {
      return new SampleLocations(view, tables).locate(nearestNumbers(targets));
    } catch (DamagedIndexException e) {
      return List.of();
    }
  }

  /** One pass over the key frames, which remembers only the one before each time. */
  private List<NumberedTime> nearestNumbers(long[] targets) throws DamagedIndexException {
    var found = new ArrayList<NumberedTime>();
    var keys = new KeyFrameNumbers(tables.containsKey("stss") ? content("stss") : null, samples);
    var times = new SampleTimes(content("stts"));
    NumberedTime before = null;
    for (var number = keys.next();
        number > 0 && found.size() < targets.length;
        number = keys.next()) {
      times.skipTo(number);
      var current = new NumberedTime(number, toMillis(times.time()));
      while (found.size() < targets.length && current.millis() >= targets[found.size()]) {
        var target = targets[found.size()];
        var isNearer = before == null || current.millis() - target < target - before.millis();
        found.add(isNearer ? current : before);
      }
      before = current;
    }
    while (before != null && found.size() < targets.length) {
      found.add(before);
    }
    return found;
  }

  /** The parts of the index that a file with some of the pictures takes over unchanged. */
  KeyFrameFileBoxes boxes() {
    return new KeyFrameFileBoxes(
        ftyp, mvhd, track.get("tkhd"), media.get("hdlr"), information, tables.get("stsd"));
  }

  LocalView view() {
    return view;
  }

  private Cursor content(String table) throws DamagedIndexException {
    return SampleTable.content(view, tables.get(table));
  }

  private long toMillis(long units) {
    return delayMillis + Math.round((double) units * MILLIS / timescale);
  }

  private static boolean isEnabled(LocalView view, Box tkhd) throws DamagedIndexException {
    var cursor = new Cursor(view, tkhd.contentStart(), tkhd.end());
    return (cursor.readInt() & ENABLED) != 0;
  }

  /** Version 1 has times of 64 bits before the time scale. */
  private static long readTimescale(LocalView view, Box mdhd) throws DamagedIndexException {
    var cursor = new Cursor(view, mdhd.contentStart(), mdhd.end());
    var version = cursor.readByte();
    cursor.skip(FULL_BOX_HEADER - 1 + 2L * (version == 1 ? Long.BYTES : Integer.BYTES));
    return cursor.readUnsignedInt();
  }

  /**
   * Reads how much later the track begins than the video: the duration of the edits without media
   * at the beginning of {@code elst}, ISO/IEC 14496-12, 8.6.6.
   */
  private static long readDelayMillis(LocalView view, Box mvhd, Box edts)
      throws DamagedIndexException {
    var elst = edts == null ? null : Boxes.byType(view, edts).get("elst");
    var timescale = elst == null ? 0 : readTimescale(view, mvhd);
    if (timescale == 0) {
      return 0;
    }
    var cursor = new Cursor(view, elst.contentStart(), elst.end());
    var isLarge = cursor.readByte() == 1;
    cursor.skip(FULL_BOX_HEADER - 1);
    var entrySize = Integer.BYTES + 2 * (isLarge ? Long.BYTES : Integer.BYTES);
    var entries = SampleTable.count(cursor, entrySize, "edits");
    var delay = 0.0;
    for (var entry = 0L; entry < entries; entry++) {
      var duration = isLarge ? cursor.readLong() : cursor.readUnsignedInt();
      var mediaTime = isLarge ? cursor.readLong() : cursor.readInt();
      if (mediaTime != EMPTY_EDIT) {
        break;
      }
      delay += duration;
      // The rate.
      cursor.skip(Integer.BYTES);
    }
    return Math.min(MAX_DELAY_MILLIS, Math.max(0, Math.round(delay * MILLIS / timescale)));
  }

  /**
   * A picture that can be decoded alone.
   *
   * @param millis when it is decoded, from the beginning of the video
   * @param offset of its bytes in the file
   * @param size in bytes
   * @param description the number of its format in {@code stsd}, from 1 on
   */
  public record KeyFrame(long millis, long offset, long size, long description) {}

  /**
   * @param number of the picture, from 1 on
   */
  record NumberedTime(long number, long millis) {}

  /**
   * @param ftyp null if the file has none, as old QuickTime
   * @param information the boxes in {@code minf}
   */
  record KeyFrameFileBoxes(
      Box ftyp, Box mvhd, Box tkhd, Box hdlr, Map<String, Box> information, Box stsd) {}
}
