package dev.slipway.catalogue.listing;

import dev.slipway.catalogue.VideoFacts;
import dev.slipway.storage.RandomId;
import dev.slipway.web.SafeText;
import dev.slipway.web.cursor.OpaqueCursor;
import dev.slipway.web.cursor.StorableTime;
import dev.slipway.web.problem.InvalidParameterException;
import dev.slipway.web.problem.ProblemException;
import java.time.Instant;
import java.util.Set;

/**
 * A position between two rows of a listing. Clients get it as an opaque text, which names an order
 * other than the default ones, so that it doesn't fit a listing with another one.
 *
 * @param value what the order compares, as {@link SortColumn.ValueType} selects it
 * @param id of the row; empty for a position before all rows with this value
 * @param inclusive whether what follows begins with the row itself: an empty page is followed by
 *     the row that led to it
 */
public record ListingCursor(ListingOrder order, String value, String id, boolean inclusive) {
  private static final String INCLUSIVE_SUFFIX = "+";

  /** Their cursors have no prefix, as in the previous version. */
  private static final Set<ListingOrder> ORDERS_WITHOUT_PREFIX =
      Set.of(ListingOrder.NEWEST, ListingOrder.LAST_TRASHED);

  /** Lower case can have more characters. */
  private static final int MAX_TEXT_LENGTH = 3 * SafeText.MAX_LABEL_LENGTH;

  private static final long MIN_TIME = StorableTime.toMicros(StorableTime.MIN);
  private static final long MAX_TIME = StorableTime.toMicros(StorableTime.MAX);

  /**
   * @param name the query parameter, for the error message
   * @param order the order of the listing
   * @throws ProblemException {@code invalid-request} if the text isn't a cursor of this order
   */
  static ListingCursor parse(String name, ListingOrder order, String text) {
    return OpaqueCursor.parse(text, plain -> parsePlain(order, plain), ListingCursor::encoded)
        .filter(cursor -> cursor.id.isEmpty() || RandomId.isValid(cursor.id))
        .orElseThrow(
            () ->
                new InvalidParameterException(
                    name,
                    "must be a cursor that a page with the same order has returned. Start again"
                        + " from the first page"));
  }

  /**
   * @throws RuntimeException if no video can have such a value
   */
  private static ListingCursor parsePlain(ListingOrder order, String plain) {
    var inclusive = plain.endsWith(INCLUSIVE_SUFFIX);
    var idStart = plain.lastIndexOf('.') + 1;
    var id = plain.substring(idStart, plain.length() - (inclusive ? INCLUSIVE_SUFFIX.length() : 0));
    var value = plain.substring(prefixOf(order).length(), idStart - 1);
    var cursor = new ListingCursor(order, value, id, inclusive);
    if (!cursor.hasValidValue()) {
      throw new IllegalArgumentException("No video has such a value");
    }
    return cursor;
  }

  /** The position of a video in the list of the newest ones. */
  static ListingCursor of(VideoFacts video) {
    return new ListingCursor(
        ListingOrder.NEWEST, Long.toString(StorableTime.toMicros(video.storedAt)), video.id, false);
  }

  /** The position where a listing by time reaches a time. */
  static ListingCursor atTime(ListingOrder order, Instant time) {
    return new ListingCursor(order, Long.toString(StorableTime.toMicros(time)), "", false);
  }

  /** The text for clients. */
  public String encoded() {
    return OpaqueCursor.encode(
        prefixOf(order) + value + "." + id + (inclusive ? INCLUSIVE_SUFFIX : ""));
  }

  /** Returns this position for rows that are read in another direction. */
  ListingCursor withOrder(ListingOrder direction) {
    return new ListingCursor(direction, value, id, inclusive);
  }

  /** The position before the row, so that it follows. */
  ListingCursor movedBeforeRow() {
    return new ListingCursor(order, value, id, true);
  }

  /** The value as a parameter of a query. */
  Object sqlValue() {
    return switch (order.column().type()) {
      case TIME -> StorableTime.ofMicros(Long.parseLong(value));
      case NUMBER -> Long.valueOf(value);
      case TEXT -> value;
    };
  }

  private boolean hasValidValue() {
    return switch (order.column().type()) {
      case TIME -> isNumber(value, MIN_TIME, MAX_TIME);
      case NUMBER -> isNumber(value, Long.MIN_VALUE, Long.MAX_VALUE);
      // PostgreSQL rejects NUL in text.
      case TEXT -> !value.isEmpty() && value.length() <= MAX_TEXT_LENGTH && value.indexOf('\0') < 0;
    };
  }

  /** Whether a cursor has a number in this form: neither {@code +1} nor {@code 01}. */
  private static boolean isNumber(String text, long min, long max) {
    var number = Long.parseLong(text);
    return Long.toString(number).equals(text) && number >= min && number <= max;
  }

  private static String prefixOf(ListingOrder order) {
    return ORDERS_WITHOUT_PREFIX.contains(order) ? "" : order.key() + ".";
  }
}
