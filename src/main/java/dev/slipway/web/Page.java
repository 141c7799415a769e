package dev.slipway.web;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list that is read page by page.
 *
 * @param <C> the type of the cursor
 * @param next the cursor of the next page; null on the last page
 */
public record Page<T, C>(List<T> items, C next) {
  /**
   * Cuts a page out of what a query found.
   *
   * @param found up to one item more than the page has, which shows that there is a next page
   * @param cursorOf returns the cursor of the page that starts after an item
   */
  public static <T, C> Page<T, C> of(List<T> found, int size, Function<T, C> cursorOf) {
    if (found.size() <= size) {
      return new Page<>(List.copyOf(found), null);
    }
    var items = List.copyOf(found.subList(0, size));
    return new Page<>(items, cursorOf.apply(items.get(size - 1)));
  }

  /** Converts each item. */
  public <R> Page<R, C> map(Function<? super T, ? extends R> conversion) {
    return new Page<>(items.stream().<R>map(conversion).toList(), next);
  }
}
