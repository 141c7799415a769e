package dev.slipway.web.problem;

/** Parses query parameters that are true or false. */
public final class QueryFlag {
  private QueryFlag() {}

  /**
   * @param name the parameter, for the error message
   * @throws ProblemException {@code invalid-request} if the value is neither
   */
  public static boolean parse(String name, String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidParameterException(name, "must be true or false");
    };
  }
}
