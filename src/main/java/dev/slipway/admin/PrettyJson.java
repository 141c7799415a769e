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
 * Indents JSON. It works token by token instead of building a tree, so duplicate fields stay and
 * numbers keep their notation.
 */
final class PrettyJson {
  /** Limits the output: one megabyte of deeply nested JSON would grow to hundreds, indented. */
  static final int MAX_LENGTH = 256 * 1024;

  private static final JsonFactory JSON = new JsonFactory();
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
  private static final Separators SEPARATORS =
      Separators.createDefaultInstance()
          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
          .withRootSeparator("\n");

  private PrettyJson() {}

  /** Returns about the first {@value #MAX_LENGTH} characters, or empty if the text is not JSON. */
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
      // The rest is parsed but not written, because it has to be valid JSON, too.
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
