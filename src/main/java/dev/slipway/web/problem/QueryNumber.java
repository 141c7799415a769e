package dev.slipway.web.problem;

/** Parses whole numbers from the query of an address. */
public final class QueryNumber {
  private static final String START_AGAIN = " Start again from the first page.";

  private QueryNumber() {}

  /**
   * The number, or null without the parameter.
   *
   * @throws ProblemException {@code invalid-request} when it is not a whole number
   */
  public static Long parse(String name, String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'" + name + "' must be a whole number." + (isCursor(name) ? START_AGAIN : ""));
    }
  }

  private static boolean isCursor(String name) {
    return name.equals("after") || name.equals("cursor");
  }
}
