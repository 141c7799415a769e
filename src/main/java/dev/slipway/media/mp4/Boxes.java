package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The boxes within a box. */
final class Boxes {
  private static final int MAX_CHILDREN = 2_000;

  private Boxes() {}

  static List<Box> in(LocalView view, Box parent) throws DamagedIndexException {
    return in(view, parent, parent.contentStart());
  }

  /** The boxes in another one from an offset of the file on. */
  static List<Box> in(LocalView view, Box parent, long from) throws DamagedIndexException {
    var children = new ArrayList<Box>();
    var at = from;
    // QuickTime may end a list with four zero bytes.
    while (parent.end() - at >= Box.HEADER) {
      var box = Box.at(view, at, parent.end());
      if (box.isEmpty()) {
        return children;
      }
      if (box.get().end() > parent.end()) {
        throw new DamagedIndexException(
            "the box '%s' is longer than '%s' around it"
                .formatted(box.get().type(), parent.type()));
      }
      children.add(box.get());
      if (children.size() > MAX_CHILDREN) {
        throw new DamagedIndexException("'%s' has too many boxes".formatted(parent.type()));
      }
      at = box.get().end();
    }
    return children;
  }

  /** The first child of each type. */
  static Map<String, Box> byType(LocalView view, Box parent) throws DamagedIndexException {
    var byType = new HashMap<String, Box>();
    for (var child : in(view, parent)) {
      byType.putIfAbsent(child.type(), child);
    }
    return byType;
  }
}
