package dev.slipway.catalogue.listing;

import dev.slipway.web.Formats;
import java.util.Locale;

/**
 * A filter that is set, in the words of the pages.
 *
 * @param label what is filtered
 * @param value null if the label says all
 */
public record FilterWords(String label, String value) {
  /**
   * @param value as it was entered, except for case
   */
  public static FilterWords of(FilterField field, String value) {
    return switch (field) {
      case STATUS, VISIBILITY ->
          new FilterWords(field.label(), Formats.capitalized(value.toLowerCase(Locale.ROOT)));
      case REJECTION -> new FilterWords(field.label(), Formats.codeWords(value));
      case JOB ->
          new FilterWords(
              value.equals("failed") ? "A job has failed" : "A job is not finished", null);
      case ORPHAN -> new FilterWords(value.equals("true") ? "No owner" : "Has an owner", null);
      case MISSING ->
          new FilterWords(value.equals("true") ? "Missing in the store" : "In the store", null);
      case FROM -> from(field, value);
      default -> new FilterWords(field.label(), value);
    };
  }

  /** Such as {@code Status: Ready}. */
  public String text() {
    return value == null ? label : label + ": " + value;
  }

  private static FilterWords from(FilterField field, String value) {
    var days = Amount.days(value);
    if (days.isEmpty()) {
      return new FilterWords(field.label(), value);
    }
    var number = days.getAsInt();
    return new FilterWords(
        "Stored", number == 1 ? "in the last 24 hours" : "in the last " + number + " days");
  }
}
