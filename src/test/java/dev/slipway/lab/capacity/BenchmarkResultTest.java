package dev.slipway.lab.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers that the page compares with are those of docs/benchmarks.md. */
class BenchmarkResultTest {
  private static final Path DOCUMENT = Path.of("docs/benchmarks.md");

  @ParameterizedTest
  @EnumSource
  void isInTheDocument(BenchmarkResult measurement) throws IOException {
    var text = Files.readString(DOCUMENT);
    var heading = "\n### " + measurement.benchmark() + ":";
    assertThat(text).contains(heading);
    var section = text.substring(text.indexOf(heading) + heading.length()).split("\n### ")[0];

    assertThat(section).contains("\n" + measurement.date());
    assertThat(section.lines())
        .anySatisfy(
            line ->
                assertThat(line.replace(",", "").replace(" ", ""))
                    .startsWith(
                        ("|%s|".formatted(measurement.row())).replace(",", "").replace(" ", ""))
                    .contains("|" + Amounts.plain(measurement.median())));
  }

  @Test
  void questionsQuoteTheSameNumbers() throws IOException {
    assertThat(Files.readString(Path.of("src/main/resources/lab/questions.json")))
        .contains("%s KiB and".formatted(Amounts.plain(BenchmarkResult.KIB.median())))
        .contains("to %s s of processor".formatted(Amounts.plain(BenchmarkResult.CPU.median())))
        .contains("%,.0f uploads opened".formatted(BenchmarkResult.OPENED.median()))
        .contains("%.0f requests for 100".formatted(BenchmarkResult.SIGNED_BATCHES.median()))
        .contains("%.0f notifications".formatted(BenchmarkResult.PROCESSED_NOTIFICATIONS.median()));
  }
}
