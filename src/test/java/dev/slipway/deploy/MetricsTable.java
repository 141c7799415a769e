package dev.slipway.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the tables in docs/metrics.md. */
final class MetricsTable {
  private static final Path DOCUMENT = Path.of("docs/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(\\w+)`(?: †)? \\| (\\w+) \\|([^|]*)\\|[^|]+\\|([^|]*)\\|$");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");
  private static final Pattern ALERT = Pattern.compile("\\[(\\w+)\\]");

  private MetricsTable() {}

  /** Returns the rows by metric name. */
  static Map<String, Row> read() throws IOException {
    return ROW.matcher(Files.readString(DOCUMENT))
        .results()
        .map(
            row ->
                new Row(
                    row.group(1),
                    row.group(2),
                    names(NAME, row.group(3)),
                    names(ALERT, row.group(4))))
        .collect(Collectors.toMap(Row::name, row -> row));
  }

  private static Set<String> names(Pattern pattern, String cell) {
    return pattern.matcher(cell).results().map(match -> match.group(1)).collect(Collectors.toSet());
  }

  /** The row of one metric. */
  record Row(String name, String type, Set<String> labels, Set<String> alerts) {
    /** The names of the time series that Prometheus derives from the metric. */
    Stream<String> series() {
      return switch (type) {
        case "histogram" -> Stream.of("_bucket", "_sum", "_count", "_max").map(name::concat);
        case "summary" -> Stream.of("_sum", "_count", "_max").map(name::concat);
        default -> Stream.of(name);
      };
    }
  }
}
