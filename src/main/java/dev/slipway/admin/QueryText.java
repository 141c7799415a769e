package dev.slipway.admin;

import dev.slipway.web.ErrorCode;
import dev.slipway.web.Formats;
import dev.slipway.web.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Parameters in the addresses of pages. */
final class QueryText {
  private QueryText() {}

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

  /**
   * @return null where the parameter is not given
   * @throws ProblemException {@code invalid-request}
   */
  static Long number(String name, String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException none) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'" + name + "' must be a whole number. Go to the first page, and on from there.");
    }
  }
}
