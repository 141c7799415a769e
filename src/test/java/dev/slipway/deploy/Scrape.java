package dev.slipway.deploy;

import static io.restassured.RestAssured.given;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the application under test shows Prometheus. */
record Scrape(List<String> lines) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
  private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  static Scrape now() {
    var text =
        given()
            .accept("text/plain; version=0.0.4")
            .get("/q/metrics")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    return new Scrape(text.lines().toList());
  }

  /** Each metric's type, by its name. */
  Map<String, String> types() {
    return lines.stream()
        .map(TYPE::matcher)
        .filter(Matcher::matches)
        .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
  }

  /** The series of one name, each as its labels; none where there is no such name. */
  List<Map<String, String>> series(String name) {
    return lines.stream()
        .map(SERIES::matcher)
        .filter(line -> line.matches() && line.group(1).equals(name))
        .map(line -> labels(line.group(2)))
        .toList();
  }

  /** The values of one label. */
  Set<String> values(String name, String label) {
    return series(name).stream()
        .filter(labels -> labels.containsKey(label))
        .map(labels -> labels.get(label))
        .collect(Collectors.toSet());
  }

  /** The value of the one series with these labels. */
  double value(String name, Map<String, String> labels) {
    return lines.stream()
        .map(SERIES::matcher)
        .filter(line -> line.matches() && line.group(1).equals(name))
        .filter(line -> labels(line.group(2)).equals(labels))
        .mapToDouble(line -> Double.parseDouble(line.group(3)))
        .findFirst()
        .orElseThrow();
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
