package dev.slipway.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Collects the results of all fault tests and prints them as a table when JUnit closes it. In a
 * build, which runs the quick tests in several JVMs, that is after each class.
 */
final class FaultTable implements AutoCloseable {
  private static final Path FILE = Path.of("target", "faults", "table.md");

  private final List<String> rows = new ArrayList<>();

  void add(String fault, String result, boolean invariantsHold, Duration duration) {
    rows.add(
        "| %s | %s | %s | %s |"
            .formatted(
                fault,
                result,
                invariantsHold ? "yes" : "**no**",
                String.format(Locale.ROOT, "%,d", duration.toSeconds())));
  }

  @Override
  public void close() {
    var table =
        new StringBuilder("| fault | result | I1 to I7 hold | seconds |\n|---|---|---|---:|\n");
    rows.forEach(row -> table.append(row).append('\n'));
    System.out.println("\nFaults, with " + FaultSuiteSettings.storeName() + ":\n\n" + table);
    if (!FaultSuiteSettings.isFull()) {
      return;
    }
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
