package dev.slipway.catalogue.live;

import java.util.Locale;

/**
 * The event that tells a client of a change.
 *
 * @param number of the change, which the client sends to continue
 * @param data JSON of one line; null for an event that only tells the number
 * @param isLast whether the response ends with it
 */
record LiveEvent(long number, String name, String data, boolean isLast) {
  /** The client can't continue, because changes are missing: it should load everything again. */
  static final String RESET = "reset";

  static final String REMOVED = "REMOVED";

  private static final String VIDEO = "video";

  /** Both values are letters and digits, so they need no quoting. */
  static LiveEvent of(VideoChange change, String what, String status) {
    var known = status == null ? "" : ",\"status\":\"" + status + "\"";
    return new LiveEvent(
        change.number(),
        VIDEO,
        "{\"id\":\"%s\",\"change\":\"%s\"%s}"
            .formatted(change.videoId(), what.toLowerCase(Locale.ROOT), known),
        false);
  }

  /** The client can no longer see the only video that it follows. */
  static LiveEvent end(VideoChange change) {
    var removed = of(change, REMOVED, null);
    return new LiveEvent(removed.number, removed.name, removed.data, true);
  }

  static LiveEvent reset(long number) {
    return new LiveEvent(number, RESET, "{}", false);
  }

  /** Tells the client how far it is. It also keeps proxies from closing an idle connection. */
  static LiveEvent position(long number) {
    return new LiveEvent(number, null, null, false);
  }
}
