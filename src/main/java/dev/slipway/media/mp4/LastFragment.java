package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.Optional;
import java.util.Set;

/**
 * The last fragment of a file.
 *
 * @param moof the box that describes it
 * @param isWhole whether the file ends with a whole box
 */
record LastFragment(Box moof, boolean isWhole) {
  /** The types of boxes that may follow a fragment. */
  private static final Set<String> TYPES =
      Set.of("moof", "mdat", "mfra", "sidx", "emsg", "prft", "styp", "free", "skip");

  /** Returns the last fragment whose boxes form a chain up to the end of the file. */
  static Optional<LastFragment> find(LocalView view, TopLevelBoxes boxes) {
    if (boxes.reachesEnd()) {
      return boxes.last("moof").map(moof -> new LastFragment(moof, !boxes.exceeds(view.size())));
    }
    return FileTail.find(view, "moof", TYPES)
        .map(found -> new LastFragment(found.box(), found.isWhole()));
  }
}
