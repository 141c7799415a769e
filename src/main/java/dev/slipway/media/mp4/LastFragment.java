package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.Optional;
import java.util.Set;

/**
 * The last fragment of a file with more fragments than can be visited: searched from the end.
 *
 * @param moof the box that describes it
 * @param isWhole whether the file ends with a whole box
 */
record LastFragment(Box moof, boolean isWhole) {
  /** Several seconds of video, with the box that describes them. */
  private static final int TAIL = 8 << 20;

  /** A crafted file could have a chain from each of millions of offsets. */
  private static final int MAX_CANDIDATES = 200;

  private static final int MAX_CHAIN = 1_000;

  /** What may follow a fragment. Random bytes don't form a chain of these up to the end. */
  private static final Set<String> TYPES =
      Set.of("moof", "mdat", "mfra", "sidx", "emsg", "prft", "styp", "free", "skip");

  /** Returns the last fragment whose boxes form a chain up to the end of the file. */
  static Optional<LastFragment> find(LocalView view, TopLevelBoxes boxes) {
    if (boxes.reachesEnd()) {
      return boxes.last("moof").map(moof -> new LastFragment(moof, !boxes.exceeds(view.size())));
    }
    var length = (int) Math.min(TAIL, Math.min(view.size(), view.remaining() / 2));
    var start = view.size() - length;
    var tail = view.bytes(start, length);
    var candidates = 0;
    for (var index = tail.length - Box.HEADER; index >= 0 && candidates < MAX_CANDIDATES; index--) {
      if (isMoof(tail, index)) {
        candidates++;
        var fragment = at(view, start + index);
        if (fragment.isPresent()) {
          return fragment;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isMoof(byte[] bytes, int index) {
    return bytes[index + 4] == 'm'
        && bytes[index + 5] == 'o'
        && bytes[index + 6] == 'o'
        && bytes[index + 7] == 'f';
  }

  private static Optional<LastFragment> at(LocalView view, long offset) {
    var first = Box.at(view, offset, view.size());
    var end = offset;
    for (var count = 0; end < view.size(); count++) {
      var box = Box.at(view, end, view.size()).filter(found -> TYPES.contains(found.type()));
      if (box.isEmpty() || count == MAX_CHAIN) {
        return Optional.empty();
      }
      end = box.get().end();
    }
    var isWhole = end == view.size();
    return first.map(moof -> new LastFragment(moof, isWhole));
  }
}
