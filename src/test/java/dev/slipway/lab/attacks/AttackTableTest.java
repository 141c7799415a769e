package dev.slipway.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** The table in docs/lab-results.md has a row for each attack. */
class AttackTableTest {
  private static final String HEAD = "| attack | expected | defence | embedded store | MinIO |";

  @Test
  void documentListsEveryAttackWithItsExpectationAndDefence() throws IOException {
    var rows =
        Files.readAllLines(Path.of("docs/lab-results.md")).stream()
            .dropWhile(line -> !line.equals(HEAD))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(AttackTableTest::row)
            .toList();

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Attack.values())
                .map(
                    attack ->
                        tuple(
                            "`" + attack.kebabCase() + "`",
                            attack.expected().value(),
                            attack.defence().value()))
                .toList());
  }

  private static Tuple row(String line) {
    var cells = line.split("\\|");
    return tuple(cells[1].strip(), cells[2].strip(), cells[3].strip());
  }
}
