package dev.slipway.webhooks.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A complete receiver that verifies signatures, for people to start from.
 *
 * @param command the beginning of the shell command that runs the file
 */
record Recipe(String language, String fileName, String command, String code) {
  static final List<Recipe> ALL =
      List.of(
          Recipe.of("Python", "receiver.py", "python3"),
          Recipe.of("JavaScript", "receiver.mjs", "node"),
          Recipe.of("Java", "Receiver.java", "java"));

  private static Recipe of(String language, String fileName, String interpreter) {
    var path = "/webhooks/" + fileName;
    try (var file = Recipe.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException("The program doesn't contain " + path);
      }
      var code = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return new Recipe(language, fileName, interpreter + " " + fileName, code);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
