package dev.slipway.lab.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers that the page compares with are those of docs/benchmarks.md. */
class MeasurementTest {
  private static final Path DOCUMENT = Path.of("docs/benchmarks.md");

  @ParameterizedTest
  @EnumSource
  void isInTheDocument(Measurement measurement) throws IOException {
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
}
