package dev.slipway.uploads;

import java.util.Collection;
import java.util.stream.Collectors;

/** Part numbers for people: the first few, and how many more. */
final class PartNumbers {
  private static final int SHOWN = 5;

  private PartNumbers() {}

  static String list(Collection<Integer> numbers) {
    var shown =
        numbers.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    var more = numbers.size() - SHOWN;
    return more > 0 ? "%s and %,d more".formatted(shown, more) : shown;
  }
}
