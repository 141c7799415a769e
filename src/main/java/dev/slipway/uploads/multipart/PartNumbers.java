package dev.slipway.uploads.multipart;

import java.util.Collection;
import java.util.stream.Collectors;

/** Formats part numbers for error messages. */
public final class PartNumbers {
  private static final int MAX_SHOWN = 5;

  private PartNumbers() {}

  /** Returns the first few numbers and how many more there are, such as {@code 1, 2 and 7 more}. */
  public static String summarize(Collection<Integer> numbers) {
    var shown =
        numbers.stream().limit(MAX_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    var more = numbers.size() - MAX_SHOWN;
    return more > 0 ? "%s and %,d more".formatted(shown, more) : shown;
  }
}
