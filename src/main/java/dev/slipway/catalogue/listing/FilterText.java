package dev.slipway.catalogue.listing;

import dev.slipway.web.Formats;
import java.util.Locale;

/**
 * A filter that is set, as pages show it.
 *
 * @param label what is filtered
 * @param value null if the label says all
 */
public record FilterText(String label, String value) {
  /**
   * @param value as it was entered, except for case
   */
  public static FilterText of(FilterField field, String value) {
    return switch (field) {
      case STATUS, VISIBILITY ->
          new FilterText(field.label(), Formats.capitalized(value.toLowerCase(Locale.ROOT)));
      case REJECTION -> new FilterText(field.label(), Formats.codeWords(value));
      case JOB ->
          new FilterText(
              value.equals("failed") ? "A job has failed" : "A job is not finished", null);
      case ORPHAN -> new FilterText(value.equals("true") ? "No owner" : "Has an owner", null);
      case MISSING ->
          new FilterText(value.equals("true") ? "Missing in the store" : "In the store", null);
      case FROM -> from(field, value);
      default -> new FilterText(field.label(), value);
    };
  }

  /** Such as {@code Status: Ready}. */
  public String text() {
    return value == null ? label : label + ": " + value;
  }

  private static FilterText from(FilterField field, String value) {
    var days = FilterValues.parseDaysAgo(value);
    if (days.isEmpty()) {
      return new FilterText(field.label(), value);
    }
    var number = days.getAsInt();
    return new FilterText(
        "Stored", number == 1 ? "in the last 24 hours" : "in the last " + number + " days");
  }
}
