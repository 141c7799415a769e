package dev.slipway.testing;

import static io.restassured.RestAssured.given;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A snapshot of the application's metrics in Prometheus's text format. */
public final class MetricsScrape {
  private static final String TYPE = "# TYPE ";
  private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final String text;
  private final Map<String, String> types = new HashMap<>();
  private final Map<String, List<String>> seriesByName = new HashMap<>();

  private MetricsScrape(String text) {
    this.text = text;
    text.lines()
        .forEach(
            line -> {
              if (line.startsWith(TYPE)) {
                var words = line.substring(TYPE.length()).split(" ");
                types.put(words[0], words[1]);
              } else if (!line.startsWith("#")) {
                seriesByName.computeIfAbsent(nameOf(line), name -> new ArrayList<>()).add(line);
              }
            });
  }

  public static MetricsScrape now() {
    return new MetricsScrape(
        given()
            .accept("text/plain; version=0.0.4")
            .get("/q/metrics")
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  public String text() {
    return text;
  }

  /** Returns the type of each metric, by name. */
  public Map<String, String> types() {
    return types;
  }

  /** Returns the labels of each series with this name; empty if there is none. */
  public List<Map<String, String>> series(String name) {
    return parse(name).map(Series::labels).toList();
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
    return parse(name)
        .filter(series -> series.labels().equals(labels))
        .mapToDouble(Series::value)
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
    return value(nameOf(series), Series.parse(series + " 0").labels());
  }

  /** Returns the sum of all series with this name. */
  public double sum(String name) {
    return parse(name).mapToDouble(Series::value).sum();
  }

  private Stream<Series> parse(String name) {
    return seriesByName.getOrDefault(name, List.of()).stream().map(Series::parse);
  }

  private static String nameOf(String line) {
    return line.split("[{ ]", 2)[0];
  }

  private record Series(Map<String, String> labels, double value) {
    static Series parse(String line) {
      var parts = SERIES.matcher(line);
      if (!parts.matches()) {
        throw new IllegalArgumentException("Not a series: " + line);
      }
      var labels = parts.group(2) == null ? "" : parts.group(2);
      return new Series(
          LABEL
              .matcher(labels)
              .results()
              .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2))),
          Double.parseDouble(parts.group(3)));
    }
  }
}
