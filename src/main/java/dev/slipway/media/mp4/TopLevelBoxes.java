package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The boxes of a file that are not within another one, as far as a limited number of reads shows
 * them.
 *
 * @param boxes in the order of the file; the last one can exceed the file
 * @param reachesEnd whether they extend to the end of the file or beyond
 */
record TopLevelBoxes(List<Box> boxes, boolean reachesEnd) {
  /**
   * A fragmented file of hours has thousands of boxes, and each can cost a read. When the index is
   * known, these are enough, because the last fragment can be searched from the end.
   */
  private static final int MAX_READS_WITH_INDEX = 48;

  /** Some cameras write a box for each second or megabyte, and the index at the end. */
  private static final int MAX_READS = 150;

  /** Tiny boxes that need few reads. */
  private static final int MAX_BOXES = 10_000;

  static TopLevelBoxes scan(LocalView view) {
    var boxes = new ArrayList<Box>();
    var readsBefore = view.reads();
    var maxReads = MAX_READS;
    var at = 0L;
    while (at < view.size() && view.reads() - readsBefore < maxReads && boxes.size() < MAX_BOXES) {
      var box = Box.at(view, at, view.size());
      if (box.isEmpty()) {
        // Players ignore what follows the last box.
        return new TopLevelBoxes(boxes, true);
      }
      boxes.add(box.get());
      if (box.get().is("moov")) {
        maxReads = MAX_READS_WITH_INDEX;
      }
      at = box.get().end();
    }
    return new TopLevelBoxes(boxes, at >= view.size());
  }

  Optional<Box> first(String type) {
    return boxes.stream().filter(box -> box.is(type)).findFirst();
  }

  Optional<Box> last(String type) {
    return boxes.stream().filter(box -> box.is(type)).reduce((one, other) -> other);
  }

  /** The offset after the last box. */
  long end() {
    return boxes.isEmpty() ? 0 : boxes.get(boxes.size() - 1).end();
  }

  /** Whether the file ends in the middle of a box. */
  boolean exceeds(long size) {
    return !boxes.isEmpty() && boxes.get(boxes.size() - 1).end() > size;
  }
}
