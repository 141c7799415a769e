package dev.slipway.lab.choices;

import dev.slipway.web.KebabCase;
import java.util.Optional;

/** The ways to upload that are tried on the store. */
enum Trial {
  POST_POLICY,
  TEMPORARY_CREDENTIALS;

  /** The name in the API and the id of the section on the page. */
  String kebabCase() {
    return KebabCase.of(this);
  }

  static Optional<Trial> find(String name) {
    return KebabCase.find(Trial.class, name);
  }
}
