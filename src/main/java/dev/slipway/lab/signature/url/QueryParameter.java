package dev.slipway.lab.signature.url;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A parameter of the query as it was pasted.
 *
 * @param rawName as in the URL, before the first equals sign
 * @param rawValue as in the URL; empty if there is no equals sign
 * @param text the whole parameter as in the URL
 */
public record QueryParameter(String rawName, String rawValue, String text) {
  /** The canonical order: by encoded name, then by encoded value. */
  static final Comparator<QueryParameter> CANONICAL_ORDER =
      Comparator.comparing((QueryParameter parameter) -> parameter.canonicalName())
          .thenComparing(parameter -> PercentEncoding.canonicalQuery(parameter.rawValue));

  /** Parses a query without its question mark. */
  public static List<QueryParameter> parse(String query) {
    return Arrays.stream(query.split("&"))
        .filter(text -> !text.isEmpty())
        .map(QueryParameter::of)
        .toList();
  }

  public String name() {
    return PercentEncoding.decodeQuery(rawName);
  }

  public String value() {
    return PercentEncoding.decodeQuery(rawValue);
  }

  /** The parameter as it is signed. */
  public String canonical() {
    return canonicalName() + "=" + PercentEncoding.canonicalQuery(rawValue);
  }

  private static QueryParameter of(String text) {
    var equals = text.indexOf('=');
    return equals < 0
        ? new QueryParameter(text, "", text)
        : new QueryParameter(text.substring(0, equals), text.substring(equals + 1), text);
  }

  private String canonicalName() {
    return PercentEncoding.canonicalQuery(rawName);
  }
}
