package dev.slipway.web;

import java.util.ArrayList;
import java.util.List;

/** Builds query strings for links between pages. */
public final class QueryString {
  private QueryString() {}

  /**
   * Encodes alternating names and values.
   *
   * @param namesAndValues parameters whose value is null are left out
   */
  public static String of(Object... namesAndValues) {
    List<String> parameters = new ArrayList<>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        parameters.add(
            namesAndValues[i] + "=" + Formats.urlEncoded(namesAndValues[i + 1].toString()));
      }
    }
    return String.join("&", parameters);
  }
}
