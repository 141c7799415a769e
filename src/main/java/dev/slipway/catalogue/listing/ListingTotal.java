package dev.slipway.catalogue.listing;

import dev.slipway.web.Formats;

/**
 * How many videos a listing has.
 *
 * @param videos the number; one more than were counted if it is only a lower bound
 */
public record ListingTotal(long videos, Precision precision) {
  /** How the number was found. */
  public enum Precision {
    COUNTED,
    /** From the statistics of the database. */
    ESTIMATED,
    /** Counting ended, because there were too many. */
    LOWER_BOUND
  }

  public static ListingTotal counted(long videos) {
    return new ListingTotal(videos, Precision.COUNTED);
  }

  static ListingTotal estimated(long videos) {
    return new ListingTotal(videos, Precision.ESTIMATED);
  }

  static ListingTotal moreThan(long counted) {
    return new ListingTotal(counted + 1, Precision.LOWER_BOUND);
  }

  /** The number, or its lower bound. */
  public long atLeast() {
    return precision == Precision.LOWER_BOUND ? videos - 1 : videos;
  }

  public boolean isExact() {
    return precision == Precision.COUNTED;
  }

  /**
   * For people, such as {@code 12,345}, {@code about 100,000}, {@code about 10 million} or {@code
   * more than 20,000}. An estimate has two significant digits, because the others would be wrong.
   */
  public String text() {
    return switch (precision) {
      case COUNTED -> Formats.exactCount(videos);
      case ESTIMATED -> "about " + Formats.roundedCount(videos);
      case LOWER_BOUND -> "more than " + Formats.exactCount(atLeast());
    };
  }
}
