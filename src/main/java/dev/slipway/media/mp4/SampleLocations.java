package dev.slipway.media.mp4;

import dev.slipway.media.mp4.PictureTrack.KeyFrame;
import dev.slipway.media.mp4.PictureTrack.NumberedTime;
import dev.slipway.media.source.LocalView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds where samples are, in one pass over the tables of a track. */
final class SampleLocations {
  private final LocalView view;
  private final Map<String, Box> tables;

  SampleLocations(LocalView view, Map<String, Box> tables) {
    this.view = view;
    this.tables = tables;
  }

  /**
   * @param wanted in ascending order of their numbers, which may repeat
   */
  List<KeyFrame> locate(List<NumberedTime> wanted) throws DamagedIndexException {
    var is64 = tables.containsKey("co64");
    var chunks = SampleTable.content(view, tables.get(is64 ? "co64" : "stco"));
    var chunkCount = SampleTable.count(chunks, is64 ? Long.BYTES : Integer.BYTES, "chunks");
    var runs = new ChunkRuns(SampleTable.content(view, tables.get("stsc")));
    var sizes = SampleSizes.read(view, tables);
    var found = new ArrayList<KeyFrame>();
    var first = 1L;
    for (var chunk = 1L; chunk <= chunkCount && found.size() < wanted.size(); chunk++) {
      var offset = is64 ? chunks.readLong() : chunks.readUnsignedInt();
      var count = runs.samplesIn(chunk);
      var at = first;
      KeyFrame last = null;
      while (found.size() < wanted.size() && wanted.get(found.size()).number() < first + count) {
        var next = wanted.get(found.size());
        if (next.number() >= at) {
          offset += sizes.next(next.number() - at);
          var size = sizes.next(1);
          last = new KeyFrame(next.millis(), offset, size, runs.description());
          offset += size;
          at = next.number() + 1;
        }
        found.add(last);
      }
      sizes.next(first + count - at);
      first += count;
    }
    if (found.stream().anyMatch(frame -> frame == null || !isInFile(frame))) {
      throw new DamagedIndexException("a sample is at an impossible offset");
    }
    return found;
  }

  private boolean isInFile(KeyFrame frame) {
    return frame.offset() >= 0 && frame.size() > 0 && frame.size() <= view.size() - frame.offset();
  }
}
