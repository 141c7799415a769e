package dev.slipway.lab.capacity;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A value for each input; inputs without a given value have their default. */
record Inputs(Volume volume, Map<Input, Double> given) {
  static final Inputs DEFAULTS = new Inputs(Volume.HOURS, Map.of());

  double get(Input input) {
    return given.getOrDefault(input, input.defaultValue(volume));
  }

  /** The query of an address that shows these inputs. */
  String query() {
    return Arrays.stream(Input.values())
        .filter(given::containsKey)
        .map(input -> "&" + input.parameter() + "=" + Amounts.plain(given.get(input)))
        .collect(Collectors.joining("", "volume=" + volume.parameter(), ""));
  }
}
