package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Searches the end of a file with more top-level boxes than can be visited. */
final class FileTail {
  /** Several seconds of video with the box that describes them, or the index of some hours. */
  private static final int LENGTH = 8 << 20;

  /** A crafted file could have a chain from each of millions of offsets. */
  private static final int MAX_CANDIDATES = 200;

  private static final int MAX_CHAIN = 1_000;

  private FileTail() {}

  /**
   * Returns the last box of a type from which a chain of boxes leads to the end of the file.
   *
   * @param types what may be in the chain; random bytes don't form one
   */
  static Optional<Found> find(LocalView view, String type, Set<String> types) {
    var length = (int) Math.min(LENGTH, Math.min(view.size(), view.remaining() / 2));
    var start = view.size() - length;
    var tail = view.bytes(start, length);
    var name = type.getBytes(StandardCharsets.ISO_8859_1);
    var candidates = 0;
    for (var index = tail.length - Box.HEADER; index >= 0 && candidates < MAX_CANDIDATES; index--) {
      if (hasType(tail, index, name)) {
        candidates++;
        var found = at(view, start + index, types);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean hasType(byte[] bytes, int index, byte[] name) {
    for (var letter = 0; letter < name.length; letter++) {
      if (bytes[index + Integer.BYTES + letter] != name[letter]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Found> at(LocalView view, long offset, Set<String> types) {
    var first = Box.at(view, offset, view.size());
    var end = offset;
    for (var count = 0; end < view.size(); count++) {
      var box = Box.at(view, end, view.size()).filter(found -> types.contains(found.type()));
      if (box.isEmpty() || count == MAX_CHAIN) {
        return Optional.empty();
      }
      end = box.get().end();
    }
    var isWhole = end == view.size();
    return first.map(box -> new Found(box, isWhole));
  }

  /**
   * @param isWhole whether the file ends with a whole box
   */
  record Found(Box box, boolean isWhole) {}
}
