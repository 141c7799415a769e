package dev.slipway.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The stable names of constants in addresses and JSON: {@code OTHER_KEY} is {@code other-key}. */
public final class KebabCase {
  private KebabCase() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Finds the constant with exactly this name. */
  public static <E extends Enum<E>> Optional<E> find(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(name))
        .findFirst();
  }
}
