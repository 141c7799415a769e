package dev.slipway.lab.comparison;

import dev.slipway.lab.BinarySize;
import dev.slipway.lab.comparison.client.Way;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The runs that a page lists, and what those that are selected have in common. Only runs of the
 * same file size on the same store can be compared.
 *
 * @param running the run that is under way; null if none is
 */
record RunSelection(List<Item> items, ComparisonView running, List<ComparisonResults> selected) {
  /** A run in the list. */
  record Item(ComparisonView run, boolean isSelected) {}

  /** A row about cut files, over the selected runs. */
  record CutRow(Way way, String fileSize, String cutAfter, String sentTwice, String reason) {
    public boolean isMeasured() {
      return reason == null;
    }
  }

  /**
   * @param runs newest first
   * @param ids of the runs to select; none for all that are like the newest
   */
  static RunSelection of(List<ComparisonView> runs, List<String> ids) {
    var wanted = new HashSet<>(ids);
    var first =
        runs.stream()
            .filter(ComparisonView::isDone)
            .filter(run -> wanted.isEmpty() || wanted.contains(run.id()))
            .findFirst();
    var items =
        runs.stream()
            .map(
                run ->
                    new Item(
                        run,
                        run.isDone()
                            && (wanted.isEmpty() || wanted.contains(run.id()))
                            && first.filter(model -> isLike(run, model)).isPresent()))
            .toList();
    var selected =
        items.stream()
            .filter(Item::isSelected)
            .map(item -> item.run().results())
            .filter(Objects::nonNull)
            .toList();
    var running = runs.stream().filter(ComparisonView::isRunning).findFirst().orElse(null);
    return new RunSelection(items, running, selected);
  }

  public int count() {
    return selected.size();
  }

  /** A run with the settings that the selected runs share; empty if none is selected. */
  public Optional<ComparisonView> model() {
    return items.stream().filter(Item::isSelected).map(Item::run).findFirst();
  }

  public List<ResultTable> tables() {
    return ComparisonRequest.CLIENTS.stream()
        .map(clients -> ResultTable.of(clients, selected))
        .filter(table -> !table.isEmpty())
        .toList();
  }

  public List<String> columns() {
    return Arrays.stream(Column.values()).map(Column::title).toList();
  }

  public List<Way> ways() {
    return List.of(Way.values());
  }

  /** The three tables to copy. */
  public TableText measurementText() {
    return TableText.ofMeasurements(tables());
  }

  public TableText cutText() {
    return TableText.ofCuts(cuts());
  }

  public TableText credentialText() {
    return TableText.ofCredentials(ways());
  }

  public List<CutRow> cuts() {
    return Arrays.stream(Way.values()).map(this::cutRowOf).toList();
  }

  private CutRow cutRowOf(Way way) {
    var cuts =
        selected.stream()
            .flatMap(run -> run.cuts().stream())
            .filter(cut -> cut.way() == way)
            .toList();
    if (cuts.isEmpty()) {
      return new CutRow(way, null, null, null, ResultTable.reasonOf(way, selected));
    }
    var twice = Spread.of(cuts.stream().map(cut -> (double) cut.sentTwice()).toList());
    var after = Spread.of(cuts.stream().map(cut -> (double) cut.cutAfter()).toList());
    return new CutRow(
        way,
        BinarySize.of(cuts.get(0).fileSize()),
        after.format(Column::mebibytes),
        twice.format(Column::mebibytes),
        null);
  }

  private static boolean isLike(ComparisonView run, ComparisonView model) {
    return run.fileSize() == model.fileSize() && run.store().equals(model.store());
  }
}
