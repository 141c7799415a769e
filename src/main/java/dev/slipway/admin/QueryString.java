package dev.slipway.admin;

import dev.slipway.web.Formats;
import java.util.ArrayList;
import java.util.List;

/** Parameters in the addresses of pages. */
final class QueryString {
  private QueryString() {}

  /**
   * Names and values in turn as a query.
   *
   * @param namesAndValues a value that is null is left out, with its name
   */
  static String of(Object... namesAndValues) {
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
