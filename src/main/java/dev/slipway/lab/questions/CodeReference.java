package dev.slipway.lab.questions;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/**
 * A class or a method, and where it is in the source.
 *
 * @param className below dev.slipway
 * @param method null for the whole class
 * @param line at which the code of the method begins; 1 for a class
 */
public record CodeReference(String className, String method, int line) {
  private static final String BASE = "dev/slipway/";

  /**
   * @throws IllegalArgumentException if there is no such method
   */
  @JsonCreator
  static CodeReference of(String text) {
    var parts = text.split("#", 2);
    var method = parts.length == 2 ? parts[1] : null;
    var line = findLine(parts[0].replace('.', '/'), method);
    return new CodeReference(
        parts[0],
        method,
        line.orElseThrow(() -> new IllegalArgumentException("There is no method " + text)));
  }

  public String path() {
    return "src/main/java/" + BASE + className.replace('.', '/') + ".java";
  }

  /** The name to show: {@code UploadRules.validate}. */
  public String name() {
    var simpleName = className.substring(className.lastIndexOf('.') + 1);
    return method == null ? simpleName : simpleName + "." + method;
  }

  private static OptionalInt findLine(String name, String method) {
    var loader = CodeReference.class.getClassLoader();
    try (var file = loader.getResourceAsStream(BASE + name + ".class")) {
      if (file == null) {
        throw new IllegalArgumentException("There is no class " + name);
      }
      return method == null ? OptionalInt.of(1) : new ClassFile(file).firstLineOf(method);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
