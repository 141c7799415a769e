package dev.slipway.lab.choices;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways to upload that are tried on the store. */
enum Trial {
  POST_POLICY,
  TEMPORARY_CREDENTIALS;

  /** The name in the API and the id of the section on the page. */
  String kebabCase() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Trial> find(String name) {
    return Arrays.stream(values()).filter(trial -> trial.kebabCase().equals(name)).findFirst();
  }
}
