package dev.slipway.web.problem;

/** Whole numbers in the query of an address. */
public final class QueryNumber {
  private QueryNumber() {}

  /**
   * @return null where the parameter is not given
   * @throws ProblemException {@code invalid-request}
   */
  public static Long parse(String name, String value) {
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
