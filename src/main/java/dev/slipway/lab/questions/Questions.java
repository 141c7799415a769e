package dev.slipway.lab.questions;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** All questions, which are in a file of the program. */
final class Questions {
  private static final String FILE = "lab/questions.json";

  private Questions() {}

  static List<Question> all() {
    return Loaded.QUESTIONS;
  }

  /** Loads the file when a user opens the page for the first time. */
  private static final class Loaded {
    static final List<Question> QUESTIONS = load();
  }

  private static List<Question> load() {
    try (var file = Questions.class.getClassLoader().getResourceAsStream(FILE)) {
      return List.copyOf(
          new ObjectMapper().readValue(file, new TypeReference<List<Question>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
