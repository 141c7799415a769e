package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.Map;

/**
 * The facts about a file in its index ({@code moov}).
 *
 * @param hasFragments whether more samples follow in fragments ({@code mvex})
 * @param isCompressed whether everything else is compressed ({@code cmov})
 * @param refersToOtherFiles whether a track with pictures or sound, or the whole movie, is in
 *     another file
 * @param isEncrypted whether the pictures are protected by DRM
 * @param samples where the samples of pictures and sound are
 */
record MovieIndex(
    boolean hasFragments,
    boolean isCompressed,
    boolean refersToOtherFiles,
    boolean isEncrypted,
    SampleTable samples) {
  private static final int MAX_TRACKS = 100;
  private static final int FULL_BOX_HEADER = 4;

  static final String VIDEO = "vide";
  private static final String SOUND = "soun";

  static MovieIndex read(LocalView view, Box moov) throws DamagedIndexException {
    var children = Boxes.in(view, moov);
    var refersToOthers = children.stream().anyMatch(box -> box.is("rmra"));
    var isEncrypted = false;
    var lowest = Long.MAX_VALUE;
    var highest = 0L;
    var tracks = children.stream().filter(box -> box.is("trak")).toList();
    if (tracks.size() > MAX_TRACKS) {
      throw new DamagedIndexException("it has %d tracks".formatted(tracks.size()));
    }
    for (var box : tracks) {
      var track = Track.read(view, box);
      refersToOthers |= track.isMedia() && !track.isSelfContained();
      isEncrypted |= track.isVideo() && track.isEncrypted();
      lowest = Math.min(lowest, track.samples().lowest());
      highest = Math.max(highest, track.samples().highest());
    }
    return new MovieIndex(
        children.stream().anyMatch(box -> box.is("mvex")),
        children.stream().anyMatch(box -> box.is("cmov")),
        refersToOthers,
        isEncrypted,
        new SampleTable(lowest, highest));
  }

  /** The type after version, flags and a field that is unused outside of QuickTime. */
  static String handler(LocalView view, Box hdlr) throws DamagedIndexException {
    if (hdlr == null) {
      return "";
    }
    var cursor = new Cursor(view, hdlr.contentStart(), hdlr.end());
    cursor.skip(FULL_BOX_HEADER + Integer.BYTES);
    var letters = new char[Integer.BYTES];
    for (var index = 0; index < letters.length; index++) {
      letters[index] = (char) cursor.readByte();
    }
    return new String(letters);
  }

  /** One track. Tracks with other handlers, such as time codes, don't matter to players. */
  private record Track(
      String handler, boolean isSelfContained, boolean isEncrypted, SampleTable samples) {
    private static final Track WITHOUT_MEDIA =
        new Track("", true, false, new SampleTable(Long.MAX_VALUE, 0));

    static Track read(LocalView view, Box trak) throws DamagedIndexException {
      var mdia = Boxes.byType(view, trak).get("mdia");
      if (mdia == null) {
        return WITHOUT_MEDIA;
      }
      var media = Boxes.byType(view, mdia);
      var handler = MovieIndex.handler(view, media.get("hdlr"));
      var minf = media.get("minf");
      if (minf == null || !handler.equals(VIDEO) && !handler.equals(SOUND)) {
        return WITHOUT_MEDIA;
      }
      var information = Boxes.byType(view, minf);
      var stbl = information.get("stbl");
      var tables = stbl == null ? Map.<String, Box>of() : Boxes.byType(view, stbl);
      var isSelfContained =
          DataReferences.areInThisFile(view, information.get("dinf"), tables.get("stsd"));
      return new Track(
          handler,
          isSelfContained,
          isEncrypted(view, tables.get("stsd")),
          isSelfContained
              ? SampleTable.read(view, tables, handler.equals(VIDEO))
              : WITHOUT_MEDIA.samples());
    }

    boolean isVideo() {
      return handler.equals(VIDEO);
    }

    boolean isMedia() {
      return isVideo() || handler.equals(SOUND);
    }

    private static boolean isEncrypted(LocalView view, Box stsd) throws DamagedIndexException {
      if (stsd == null) {
        return false;
      }
      var entries = stsd.contentStart() + FULL_BOX_HEADER + Integer.BYTES;
      return Box.at(view, entries, stsd.end()).filter(entry -> entry.is("encv")).isPresent();
    }
  }
}
