package dev.slipway.testing;

import static io.restassured.RestAssured.given;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A snapshot of the application's metrics in Prometheus's text format. */
public record MetricsScrape(List<String> lines) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
  private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  public static MetricsScrape now() {
    var text =
        given()
            .accept("text/plain; version=0.0.4")
            .get("/q/metrics")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    return new MetricsScrape(text.lines().toList());
  }

  /** Returns the type of each metric, by name. */
  public Map<String, String> types() {
    return lines.stream()
        .map(TYPE::matcher)
        .filter(Matcher::matches)
        .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
  }

  /** Returns the labels of each series with this name; empty if there is none. */
  public List<Map<String, String>> series(String name) {
    return lines.stream()
        .map(SERIES::matcher)
        .filter(line -> line.matches() && line.group(1).equals(name))
        .map(line -> labels(line.group(2)))
        .toList();
  }

  /** Returns the values of one label. */
  public Set<String> values(String name, String label) {
    return series(name).stream()
        .filter(labels -> labels.containsKey(label))
        .map(labels -> labels.get(label))
        .collect(Collectors.toSet());
  }

  /** Returns the value of the series with exactly these labels. */
  public double value(String name, Map<String, String> labels) {
    return lines.stream()
        .map(SERIES::matcher)
        .filter(line -> line.matches() && line.group(1).equals(name))
        .filter(line -> labels(line.group(2)).equals(labels))
        .mapToDouble(line -> Double.parseDouble(line.group(3)))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Returns the value of one series.
   *
   * @param series the name with all its labels, as in {@code
   *     slipway_completions_total{outcome="done"}}
   */
  public double value(String series) {
    var parsed = SERIES.matcher(series + " 0");
    if (!parsed.matches()) {
      throw new IllegalArgumentException("Not a series: " + series);
    }
    return value(parsed.group(1), labels(parsed.group(2)));
  }

  /** Returns the sum of all series with this name. */
  public double sum(String name) {
    return lines.stream()
        .map(SERIES::matcher)
        .filter(line -> line.matches() && line.group(1).equals(name))
        .mapToDouble(line -> Double.parseDouble(line.group(3)))
        .sum();
  }

  private static Map<String, String> labels(String text) {
    return text == null
        ? Map.of()
        : LABEL
            .matcher(text)
            .results()
            .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
  }
}
