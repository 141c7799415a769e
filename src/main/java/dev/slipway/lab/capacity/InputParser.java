package dev.slipway.lab.capacity;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the inputs from the query of an address. Inputs that are missing have their default. */
final class InputParser {
  /** No sign, and no exponent. */
  private static final Pattern NUMBER =
      Pattern.compile("[0-9]{1,100}(\\.[0-9]{0,100})?|\\.[0-9]{1,100}");

  private final MultivaluedMap<String, String> query;
  private final Map<Input, Double> values = new EnumMap<>(Input.class);
  private final Map<Input, String> problems = new EnumMap<>(Input.class);

  InputParser(MultivaluedMap<String, String> query) {
    this.query = query;
    for (var input : Input.values()) {
      var text = query.getFirst(input.parameter());
      if (text != null) {
        parse(input, text.strip());
      }
    }
  }

  Inputs inputs() {
    return new Inputs(volume(), values);
  }

  /** A message for each input whose value can't be used. */
  Map<Input, String> problems() {
    return problems;
  }

  /** The text to show in the field of an input: as typed, even if it can't be used. */
  String text(Input input) {
    var typed = query.getFirst(input.parameter());
    return typed == null || !problems.containsKey(input)
        ? Amounts.plain(values.getOrDefault(input, input.defaultValue(volume())))
        : typed;
  }

  private Volume volume() {
    return Volume.of(query.getFirst("volume")).orElse(Volume.HOURS);
  }

  private void parse(Input input, String text) {
    if (!NUMBER.matcher(text).matches()) {
      problems.put(
          input,
          text.isEmpty()
              ? "Enter a number."
              : "Enter a number in digits, with a point before decimals and without separators.");
      return;
    }
    var value = Double.parseDouble(text);
    if (value < input.min() || value > input.max()) {
      problems.put(
          input,
          "Enter a number from %s to %s."
              .formatted(Amounts.plain(input.min()), Amounts.number(input.max())));
      return;
    }
    values.put(input, value);
  }
}
