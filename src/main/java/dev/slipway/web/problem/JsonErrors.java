package dev.slipway.web.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.slipway.web.SafeText;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Explains to people what is wrong with the JSON of a request, without repeating its values. */
public final class JsonErrors {
  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(Long.class, long.class, Integer.class, int.class);

  /**
   * Longer than the path of any known field. Unknown fields and keys of a map can have any length.
   */
  private static final int MAX_PATH_LENGTH = 100;

  /** How the messages of Jackson begin that report a repeated field. */
  private static final String DUPLICATE = "Duplicate field ";

  private static final Set<Class<?>> TRUTH_VALUES = Set.of(Boolean.class, boolean.class);

  private JsonErrors() {}

  /** Names the field and what it must be, or the place where the text is not JSON. */
  public static String explain(JacksonException error) {
    // Jackson wraps what it finds inside a field.
    var isOutOfRange = error.getCause() instanceof InputCoercionException;
    if (error.getCause() instanceof JacksonException cause && !isOutOfRange) {
      return explain(cause);
    }
    if (error instanceof StreamConstraintsException) {
      return "The body is nested too deeply, or has a name or number that is too long.";
    }
    if (error.getOriginalMessage().startsWith(DUPLICATE)) {
      return lastName(error).map("'%s'"::formatted).orElse("A field") + " is given more than once.";
    }
    if (error instanceof StreamReadException) {
      return "The body is not valid JSON in UTF-8%s.".formatted(place(error.getLocation()));
    }
    var field = error instanceof JsonMappingException mapping ? path(mapping) : "";
    if (error instanceof UnrecognizedPropertyException unknown) {
      return "Unknown field '%s'. Use: %s.".formatted(field, knownFields(unknown));
    }
    if (field.isEmpty()) {
      return "The body must be one JSON object.";
    }
    if (error instanceof MismatchedInputException mismatch) {
      return "'%s' must be %s.".formatted(field, expected(mismatch.getTargetType()));
    }
    return "'%s' is %s.".formatted(field, isOutOfRange ? "out of range" : "not valid");
  }

  /** Such as {@code parts[0].size}. */
  private static String path(JsonMappingException error) {
    var path = new StringBuilder();
    for (var step : error.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return shown(path.toString()).orElse("");
  }

  /** The field at which the parser has stopped. */
  private static Optional<String> lastName(JacksonException error) {
    return error.getProcessor() instanceof JsonParser parser
        ? Optional.ofNullable(parser.getParsingContext().getCurrentName())
            .flatMap(JsonErrors::shown)
        : Optional.empty();
  }

  private static Optional<String> shown(String name) {
    return SafeText.label(SafeText.truncate(name, MAX_PATH_LENGTH));
  }

  /** Those of the object that has the unknown one, such as {@code expiresIn, name, scopes}. */
  private static String knownFields(UnrecognizedPropertyException error) {
    return error.getKnownPropertyIds().stream()
        .map(Object::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String expected(Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type == String.class) {
      return "a string";
    }
    if (WHOLE_NUMBERS.contains(type)) {
      return "a whole number, without quotation marks";
    }
    if (TRUTH_VALUES.contains(type)) {
      return "true or false";
    }
    if (type == Instant.class) {
      return "a time in UTC, such as 2026-12-24T18:30:00Z";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "an array";
    }
    return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "of another type";
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : ", at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
