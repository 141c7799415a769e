package dev.slipway.lab.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InputTest {
  private static final Path BENCHMARKS = Path.of("docs/benchmarks.md");

  /** A default without an address says that it is an assumption, or where it was measured. */
  @ParameterizedTest
  @EnumSource
  void everyDefaultHasASource(Input input) {
    assertThat(input.source()).isNotBlank();
    if (input.sourceUrl() == null) {
      assertThat(input.source())
          .containsAnyOf(
              "Assumption", "Default of SLIPWAY_", "docs/benchmarks.md", "EC2 c6i.large");
    } else {
      assertThat(URI.create(input.sourceUrl()).getScheme()).isEqualTo("https");
    }
  }

  @Test
  void processorTimeOfAServerIsInTheBenchmarks() throws IOException {
    assertThat(Files.readString(BENCHMARKS))
        .contains("### A server that carries the bytes")
        .contains("| tusd | %s |".formatted(Amounts.plain(Input.SERVER_CPU.defaultValue())));
  }
}
