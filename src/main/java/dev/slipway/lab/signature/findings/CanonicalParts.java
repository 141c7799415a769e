package dev.slipway.lab.signature.findings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A canonical request, taken apart. Missing lines are empty. */
record CanonicalParts(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    String signedHeaders,
    String payload) {
  private static final int FIRST_HEADER = 3;

  static CanonicalParts parse(String text) {
    var lines = text.strip().lines().toList();
    var headers = new LinkedHashMap<String, String>();
    var next = FIRST_HEADER;
    while (next < lines.size() && !lines.get(next).isEmpty()) {
      var line = lines.get(next++);
      var colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return new CanonicalParts(
        line(lines, 0),
        line(lines, 1),
        line(lines, 2),
        headers,
        line(lines, next + 1),
        line(lines, next + 2));
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index) : "";
  }
}
