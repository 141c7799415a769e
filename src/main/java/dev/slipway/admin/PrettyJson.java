package dev.slipway.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * JSON with line breaks and indents. Token by token, and not as a tree: of two members of one name
 * both are shown, and numbers as they are written.
 */
final class PrettyJson {
  /** Enough to read. A megabyte that is nested deeply would have hundreds of them, indented. */
  static final int MAX_LENGTH = 256 * 1024;

  private static final JsonFactory JSON = new JsonFactory();
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
  private static final Separators SEPARATORS =
      Separators.createDefaultInstance()
          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
          .withRootSeparator("\n");

  private PrettyJson() {}

  /** About the first {@value #MAX_LENGTH} characters of it; empty where the text is no JSON. */
  static Optional<String> format(String text) {
    try (var parser = JSON.createParser(text)) {
      return parser.nextToken() == null ? Optional.empty() : Optional.of(write(parser));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String write(JsonParser parser) throws IOException {
    var text = new StringWriter();
    var generator = generator(text);
    for (var token = parser.currentToken(); token != null; token = parser.nextToken()) {
      // What comes later is read, since it has to be JSON too.
      if (text.getBuffer().length() < MAX_LENGTH) {
        generator.copyCurrentEventExact(parser);
      }
    }
    generator.flush();
    return text.toString();
  }

  private static JsonGenerator generator(StringWriter text) throws IOException {
    var printer = new DefaultPrettyPrinter().withSeparators(SEPARATORS);
    printer.indentObjectsWith(INDENT);
    printer.indentArraysWith(INDENT);
    return JSON.createGenerator(text).setPrettyPrinter(printer);
  }
}
