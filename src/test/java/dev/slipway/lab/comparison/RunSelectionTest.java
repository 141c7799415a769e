package dev.slipway.lab.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunSelectionTest {
  private final ComparisonView running = run("running", ComparisonStatus.RUNNING, 1, "embedded");
  private final ComparisonView newest = run("newest", ComparisonStatus.DONE, 1, "embedded");
  private final ComparisonView larger = run("larger", ComparisonStatus.DONE, 4, "embedded");
  private final ComparisonView elsewhere = run("elsewhere", ComparisonStatus.DONE, 1, "s3.example");
  private final ComparisonView oldest = run("oldest", ComparisonStatus.DONE, 1, "embedded");
  private final List<ComparisonView> runs = List.of(running, newest, larger, elsewhere, oldest);

  @Test
  void selectsAllThatAreLikeTheNewest() {
    var selection = RunSelection.of(runs, List.of());

    assertThat(selected(selection)).containsExactly("newest", "oldest");
    assertThat(selection.running()).isEqualTo(running);
  }

  @Test
  void comparesOnlyRunsOfOneSizeOnOneStore() {
    assertThat(selected(RunSelection.of(runs, List.of("larger", "oldest", "elsewhere"))))
        .containsExactly("larger");
    assertThat(selected(RunSelection.of(runs, List.of("oldest", "unknown"))))
        .containsExactly("oldest");
    assertThat(RunSelection.of(List.of(running), List.of()).count()).isZero();
  }

  private static List<String> selected(RunSelection selection) {
    return selection.items().stream()
        .filter(RunSelection.Item::isSelected)
        .map(item -> item.run().id())
        .toList();
  }

  private static ComparisonView run(String id, ComparisonStatus status, long size, String store) {
    return new ComparisonView(
        id, status, Instant.EPOCH, null, size, store, "", 0, null, true, ComparisonResults.empty());
  }
}
