package dev.slipway.web;

import java.util.Optional;
import java.util.stream.Collectors;

/** Longer texts that people write: to show as they stand, with their line breaks. */
public final class Paragraphs {
  private Paragraphs() {}

  /** The text with plain line breaks and without harmful characters; empty where none is left. */
  public static Optional<String> of(String text) {
    var clean =
        text.lines()
            .map(line -> SafeText.clean(line).stripTrailing())
            .collect(Collectors.joining("\n"))
            .strip();
    return clean.isEmpty() ? Optional.empty() : Optional.of(clean);
  }
}
