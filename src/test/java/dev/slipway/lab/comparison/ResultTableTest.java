package dev.slipway.lab.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.comparison.ComparisonResults.Skipped;
import dev.slipway.lab.comparison.client.Way;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  private static final Skipped NO_SFTP = new Skipped(Way.SFTP, "There is no SFTP server here.");

  @Test
  void showsMedianAndSpreadOfSeveralRuns() {
    var table = ResultTable.of(10, List.of(run(0.3), run(0.1), run(1.5)));

    assertThat(table.rows().get(0).cells().get(0)).isEqualTo("300 ms (100 ms to 1.50 s)");
    assertThat(table.rows().get(0).cells().get(3)).isEqualTo("100 bytes");
    assertThat(table.rows().get(0).cells().get(5)).isEqualTo("2.5");
  }

  @Test
  void saysWhyAWayWasNotMeasured() {
    var table = ResultTable.of(10, List.of(run(1)));

    assertThat(table.rows()).hasSize(4);
    assertThat(table.rows().get(3).isMeasured()).isFalse();
    assertThat(table.rows().get(3).reason()).isEqualTo("There is no SFTP server here.");
    assertThat(ResultTable.of(50, List.of(run(1))).isEmpty()).isTrue();
  }

  @Test
  void drawsTheLongestBarForTheLargestMedian() {
    var charts = ResultTable.of(10, List.of(run(2))).charts();

    assertThat(charts)
        .extracting(ResultTable.Chart::title)
        .containsExactly(
            "Bytes through the application per file", "Application CPU", "Time for all");
    assertThat(charts.get(2).bars()).extracting(ResultTable.Bar::width).containsExactly(25, 100);
  }

  @Test
  void canBeCopied() {
    var tables = List.of(ResultTable.of(10, List.of(run(2))));

    var text = TableText.ofMeasurements(tables);
    assertThat(text.markdown().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("|") && line.endsWith("|"))
        .anyMatch(line -> line.startsWith("| Pre-signed PUT | 10 | 2.00 s |"));
    assertThat(text.tabSeparated().lines())
        .hasSize(3)
        .allMatch(line -> line.split("\t").length == 9);
  }

  @Test
  void cutsAndCredentialsCanBeCopied() {
    var cut = new CutMeasurement(Way.PARTS, 50_331_648, 30_198_988, 24_117_452);
    var run = new ComparisonResults(List.of(), List.of(cut), List.of(NO_SFTP));
    var view =
        new ComparisonView(
            "id", ComparisonStatus.DONE, Instant.EPOCH, null, 1, "s", "", 100, null, true, run);
    var selection = RunSelection.of(List.of(view), List.of());

    assertThat(selection.cutText().markdown().lines())
        .hasSize(3)
        .last()
        .isEqualTo(
            "| Pre-signed parts | 48 MiB | 28.8 MiB | 3.8 MiB | Asks which parts the store has, and"
                + " sends the others. |");
    assertThat(selection.cutText().tabSeparated().lines())
        .allMatch(line -> line.split("\t").length == 5);
    assertThat(selection.credentialText().markdown().lines())
        .hasSize(2 + Way.values().length)
        .allMatch(line -> line.startsWith("| ") || line.startsWith("|---"));
    assertThat(selection.credentialText().tabSeparated().lines())
        .allMatch(line -> line.split("\t").length == 3);
  }

  @Test
  void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
  }

  private static ComparisonResults run(double seconds) {
    return new ComparisonResults(
        List.of(measurement(Way.PUT, seconds), measurement(Way.APPLICATION, 4 * seconds)),
        List.of(),
        List.of(NO_SFTP));
  }

  private static Measurement measurement(Way way, double seconds) {
    return new Measurement(way, 10, seconds, 0.1, 0, 0, 0, 1_000, 5_000, 25, 30, 0);
  }
}
