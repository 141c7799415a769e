package dev.slipway.catalogue;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One page of a listing, newest first.
 *
 * @param next for the parameter {@code after} of the next page; null on the last one
 */
public record VideoPage(List<VideoView> items, String next) {
  VideoPage map(UnaryOperator<VideoView> change) {
    return new VideoPage(items.stream().map(change).toList(), next);
  }

  /** Of up to one item more than fits, which tells whether there is a next page. */
  static VideoPage of(List<VideoView> found, int limit) {
    if (found.size() <= limit) {
      return new VideoPage(List.copyOf(found), null);
    }
    var items = List.copyOf(found.subList(0, limit));
    return new VideoPage(items, Cursor.after(items.get(limit - 1)).encoded());
  }
}
