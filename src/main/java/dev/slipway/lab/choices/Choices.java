package dev.slipway.lab.choices;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** All ways to upload, which are in a file of the program. */
public final class Choices {
  private static final String FILE = "lab/choices.json";

  private Choices() {}

  public static List<Choice> all() {
    return Loaded.CHOICES;
  }

  /** Loads the file when a user opens the page for the first time. */
  private static final class Loaded {
    static final List<Choice> CHOICES = load();
  }

  private static List<Choice> load() {
    try (var file = Choices.class.getClassLoader().getResourceAsStream(FILE)) {
      return List.copyOf(new ObjectMapper().readValue(file, new TypeReference<List<Choice>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
