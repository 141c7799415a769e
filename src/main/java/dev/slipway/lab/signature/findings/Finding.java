package dev.slipway.lab.signature.findings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Something that makes a store refuse the request, or may do so.
 *
 * @param code stable, such as {@code header-differs}
 * @param message what is wrong and what to do
 * @param line the line of the canonical request that it is about, such as {@code
 *     header:content-type}; null if it is about none
 * @param expected what the signature says; null if there is nothing to compare
 * @param actual what was sent or what the store saw; null if there is nothing to compare
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
    String code, Severity severity, String message, String line, String expected, String actual) {

  /** Longer than any value that people can compare by eye. */
  private static final int MAX_LENGTH = 2_000;

  /** How sure it is that the store refuses the request. The first is the worst. */
  public enum Severity {
    ERROR,
    WARNING,
    INFO;

    @JsonValue
    String lowerCaseName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Finding error(String code, String message) {
    return new Finding(code, Severity.ERROR, message, null, null, null);
  }

  public static Finding warning(String code, String message) {
    return new Finding(code, Severity.WARNING, message, null, null, null);
  }

  public static Finding info(String code, String message) {
    return new Finding(code, Severity.INFO, message, null, null, null);
  }

  /** With texts that the response to a hostile request can contain many of. */
  Finding shortened() {
    return new Finding(code, severity, message, line, shortened(expected), shortened(actual));
  }

  private static String shortened(String text) {
    return text == null || text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }

  public Finding at(String newLine) {
    return new Finding(code, severity, message, newLine, expected, actual);
  }

  public Finding comparing(String newExpected, String newActual) {
    return new Finding(code, severity, message, line, newExpected, newActual);
  }
}
