package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboard and the alert rules use documented metrics and are complete. */
class MonitoringTest {
  private static final Path DIRECTORY = Path.of("deploy/monitoring");
  private static final Path DASHBOARD = DIRECTORY.resolve("grafana/dashboards/slipway.json");
  private static final int COLUMNS = 24;

  private static final Pattern RULE =
      Pattern.compile(
          "(?s)- alert: (\\w+)\\n +expr: >-\\n(.*?)\\n(?: +for: \\w+\\n)? +labels:\\n"
              + " +severity: (?:critical|warning)\\n +annotations:\\n +summary: \\S[^\\n]+\\n"
              + " +description: \\S[^\\n]+\\n +runbook: docs/alerts.md#(\\w+)");

  /** Metric names, recognised by their prefix, and Prometheus's own. */
  private static final Pattern METRIC =
      Pattern.compile(
          "\\b(?:(?:slipway|agroal|http|jvm|process|worker|system|netty)_\\w+|(?:up|ALERTS)(?=\\{))");

  @Test
  void rulesUseDocumentedMetrics() throws IOException {
    var known = series();

    assertThat(rules())
        .hasSize(countOf("- alert:"))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            rule -> {
              assertThat(metrics(rule.expression())).as(rule.name()).isNotEmpty().isSubsetOf(known);
            });
  }

  @Test
  void runbookExplainsEveryAlert() throws IOException {
    var chapters =
        Files.readAllLines(Path.of("docs/alerts.md")).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring("### ".length()))
            .toList();

    assertThat(rules().stream().map(Rule::name)).isNotEmpty().isSubsetOf(chapters);
    assertThat(rules())
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.anchor()).isEqualToIgnoringCase(rule.name()));
  }

  @Test
  void metricsTablesNameTheAlertsOfEachMetric() throws IOException {
    var alerts = rules().stream().map(Rule::name).collect(Collectors.toSet());

    assertThat(MetricsTable.read().values())
        .flatExtracting(MetricsTable.Row::alerts)
        .isNotEmpty()
        .isSubsetOf(alerts);
    for (var rule : rules()) {
      assertThat(MetricsTable.read().values())
          .filteredOn(row -> row.series().anyMatch(metrics(rule.expression())::contains))
          .allSatisfy(
              row -> assertThat(row.alerts()).as("alerts of %s", row.name()).contains(rule.name()));
    }
  }

  @Test
  void everyRuleHasATest() throws IOException {
    var tested =
        Pattern.compile("alertname: (\\w+)")
            .matcher(Files.readString(DIRECTORY.resolve("alerts-test.yml")))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());

    assertThat(rules().stream().map(Rule::name).collect(Collectors.toSet())).isEqualTo(tested);
  }

  @Test
  void panelsUseDocumentedMetrics() throws IOException {
    var known = series();

    assertThat(panels())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            panel ->
                assertThat(panel.findValuesAsText("expr"))
                    .as(panel.path("title").asText())
                    .isNotEmpty()
                    .allSatisfy(
                        expression ->
                            assertThat(metrics(expression)).isNotEmpty().isSubsetOf(known)));
  }

  @Test
  void panelsShowEachMetricOfTheApplication() throws IOException {
    var shown =
        panels().stream()
            .flatMap(panel -> panel.findValuesAsText("expr").stream())
            .flatMap(expression -> metrics(expression).stream())
            .collect(Collectors.toSet());

    assertThat(MetricsTable.read().values())
        .filteredOn(row -> row.name().startsWith("slipway_"))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.series()).as(row.name()).anyMatch(shown::contains));
  }

  @Test
  void everyPanelHasTitleDescriptionUnitAndThresholds() throws IOException {
    assertThat(panels())
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asText()).isNotBlank();
              assertThat(panel.path("description").asText()).endsWith(".");
              assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
              assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
              assertThat(panel.at("/fieldConfig/defaults/thresholds/steps")).isNotEmpty();
            });
    var titles = panels().stream().map(panel -> panel.path("title").asText()).toList();
    assertThat(titles).doesNotHaveDuplicates();
  }

  @Test
  void panelsDoNotOverlap() throws IOException {
    var taken = new HashSet<String>();
    var ids = new ArrayList<Integer>();
    for (var panel : dashboard().path("panels")) {
      var at = panel.path("gridPos");
      ids.add(panel.path("id").asInt());
      for (var x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
        assertThat(x).isLessThan(COLUMNS);
        for (var y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          assertThat(taken.add(x + " " + y)).as(panel.path("title").asText()).isTrue();
        }
      }
    }
    assertThat(ids).doesNotHaveDuplicates().doesNotContain(0);
  }

  @Test
  void dashboardHasVariablesAndARowForEachPartOfTheFlow() throws IOException {
    var source =
        Files.readString(DIRECTORY.resolve("grafana/provisioning/datasources/prometheus.yml"));
    var variables = dashboard().at("/templating/list");

    assertThat(variables.findValuesAsText("name")).contains("datasource", "instance");
    assertThat(source).contains("uid: " + variables.get(0).at("/current/value").asText());
    assertThat(
            Stream.of(dashboard().path("panels"))
                .flatMap(panels -> nodes(panels).stream())
                .filter(panel -> panel.path("type").asText().equals("row"))
                .map(panel -> panel.path("title").asText()))
        .contains("Uploads", "Signing", "Ingest", "Store", "Database", "HTTP", "JVM");
  }

  private static Set<String> series() throws IOException {
    return Stream.concat(
            MetricsTable.read().values().stream().flatMap(MetricsTable.Row::series),
            Stream.of("up", "ALERTS"))
        .collect(Collectors.toSet());
  }

  private static Set<String> metrics(String expression) {
    return METRIC
        .matcher(expression)
        .results()
        .map(match -> match.group())
        .collect(Collectors.toSet());
  }

  private static List<Rule> rules() throws IOException {
    return RULE.matcher(Files.readString(DIRECTORY.resolve("alerts.yml")))
        .results()
        .map(rule -> new Rule(rule.group(1), rule.group(2), rule.group(3)))
        .toList();
  }

  private static int countOf(String text) throws IOException {
    return Files.readString(DIRECTORY.resolve("alerts.yml")).split(text, -1).length - 1;
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(DASHBOARD.toFile());
  }

  /** The panels that show data, without the row headings. */
  private static List<JsonNode> panels() throws IOException {
    return nodes(dashboard().path("panels")).stream()
        .filter(panel -> !panel.path("type").asText().equals("row"))
        .toList();
  }

  private static List<JsonNode> nodes(JsonNode array) {
    var nodes = new ArrayList<JsonNode>();
    array.forEach(nodes::add);
    return nodes;
  }

  private record Rule(String name, String expression, String anchor) {}
}
