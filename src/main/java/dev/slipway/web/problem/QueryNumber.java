package dev.slipway.web.problem;

/** Parses whole numbers from the query of an address. */
public final class QueryNumber {
  private QueryNumber() {}

  /**
   * The number, or null without the parameter.
   *
   * @throws ProblemException {@code invalid-request} when it is not a whole number
   */
  public static Long parse(String name, String value) {
    return parse(name, value, "");
  }

  /**
   * Like {@link #parse(String, String)}, for the position at which a page of a list starts.
   *
   * @throws ProblemException {@code invalid-request} when it is not a whole number
   */
  public static Long parseCursor(String name, String value) {
    return parse(name, value, " Start again from the first page.");
  }

  /**
   * The size of a page, from the parameter {@code limit}.
   *
   * @param value null or blank for the default
   * @throws InvalidParameterException unless it is a whole number from 1 to the maximum
   */
  public static int parsePageSize(String value, int defaultSize, int maxSize) {
    if (value == null || value.isBlank()) {
      return defaultSize;
    }
    try {
      var size = Integer.parseInt(value);
      if (size >= 1 && size <= maxSize) {
        return size;
      }
    } catch (NumberFormatException notANumber) {
      // The same answer as for a number that is out of bounds.
    }
    throw new InvalidParameterException("limit", "must be from 1 to " + maxSize);
  }

  private static Long parse(String name, String value, String hint) {
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "'%s' must be a whole number.%s".formatted(name, hint));
    }
  }
}
