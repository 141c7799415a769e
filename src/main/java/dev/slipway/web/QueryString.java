package dev.slipway.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds and parses query strings, as links between pages have them. */
public final class QueryString {
  /** What {@link #of} returns. A form may send anything. */
  private static final Pattern ENCODED = Pattern.compile("(?:[\\w+.*=&-]++|%\\p{XDigit}{2})*+");

  private static final int MAX_LENGTH = 3_000;

  private QueryString() {}

  /** Whether a text from outside is a query string that may become a part of an address. */
  public static boolean isValid(String query) {
    return query.length() <= MAX_LENGTH && ENCODED.matcher(query).matches();
  }

  /**
   * Encodes alternating names and values.
   *
   * @param namesAndValues parameters whose value is null are left out
   */
  public static String of(Object... namesAndValues) {
    List<String> parameters = new ArrayList<>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        parameters.add(
            namesAndValues[i] + "=" + Formats.urlEncoded(namesAndValues[i + 1].toString()));
      }
    }
    return String.join("&", parameters);
  }

  /** Joins query strings; empty ones and null are left out. */
  public static String join(String... queries) {
    return Stream.of(queries)
        .filter(query -> query != null && !query.isEmpty())
        .collect(Collectors.joining("&"));
  }

  /**
   * Decodes a query string without its question mark.
   *
   * @return the values of each parameter, in their order
   * @throws IllegalArgumentException if a percent sign isn't followed by two hexadecimal digits
   */
  public static Map<String, List<String>> parse(String query) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var part : query.split("&")) {
      if (!part.isEmpty()) {
        var equals = part.indexOf('=');
        var name = equals < 0 ? part : part.substring(0, equals);
        var value = equals < 0 ? "" : part.substring(equals + 1);
        parameters.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
