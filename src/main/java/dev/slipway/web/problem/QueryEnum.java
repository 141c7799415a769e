package dev.slipway.web.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Parses the enum constants that callers name in query parameters and JSON fields. */
public final class QueryEnum {
  private QueryEnum() {}

  /**
   * Returns the constant with this name, in upper or lower case.
   *
   * @param name the parameter, for the error message
   * @throws ProblemException {@code invalid-request} if there is no such constant; the message
   *     lists those that there are
   */
  public static <E extends Enum<E>> E parse(Class<E> type, String name, String value) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() -> new InvalidParameterException(name, "must be " + list(type)));
  }

  /** Such as {@code private, unlisted or public}. */
  private static String list(Class<? extends Enum<?>> type) {
    var names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    var lastComma = names.lastIndexOf(", ");
    return lastComma < 0
        ? names
        : names.substring(0, lastComma) + " or " + names.substring(lastComma + 2);
  }
}
