package dev.slipway.web;

/**
 * A number of rows that were counted up to a maximum, because there may be many.
 *
 * @param value at most the maximum
 * @param isExact whether there are no more than these
 */
public record BoundedCount(long value, boolean isExact) {
  /**
   * @param found how many of the first {@code max + 1} rows exist
   */
  public static BoundedCount of(long found, long max) {
    return new BoundedCount(Math.min(found, max), found <= max);
  }

  /** For people, such as {@code 9,999} or {@code more than 10,000}. */
  public String text() {
    return (isExact ? "" : "more than ") + Formats.exactCount(value);
  }
}
