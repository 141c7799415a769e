package dev.slipway.lab.signature.url;

import java.util.Arrays;
import java.util.List;

/**
 * The credential parameter: the id of the access key, and the credential scope. What the URL lacks
 * is empty.
 *
 * @param date the day for which the signing key is derived, such as {@code 20130524}
 * @param region empty with SigV4A
 */
public record Credential(
    String accessKey, String date, String region, String service, String terminator) {
  /** A key id may contain slashes, so the scope is read from the end. */
  static Credential parse(String text, SignatureScheme scheme) {
    var parts = Arrays.asList(text.split("/", -1));
    var scopeLength = scheme.hasRegionInScope() ? 4 : 3;
    if (parts.size() <= scopeLength) {
      return new Credential(parts.get(0), part(parts, 1), part(parts, 2), part(parts, 3), "");
    }
    var start = parts.size() - scopeLength;
    var scope = parts.subList(start, parts.size());
    return new Credential(
        String.join("/", parts.subList(0, start)),
        scope.get(0),
        scheme.hasRegionInScope() ? scope.get(1) : "",
        scope.get(scopeLength - 2),
        scope.get(scopeLength - 1));
  }

  /** Whether no part is missing. */
  public boolean isComplete() {
    return !accessKey.isEmpty() && !date.isEmpty() && !service.isEmpty() && !terminator.isEmpty();
  }

  private static String part(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index) : "";
  }
}
