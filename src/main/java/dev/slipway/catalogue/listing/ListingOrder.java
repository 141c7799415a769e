package dev.slipway.catalogue.listing;

import dev.slipway.web.problem.InvalidParameterException;
import dev.slipway.web.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The order of a listing, such as {@code -size}: a leading minus means descending. */
public record ListingOrder(SortColumn column, boolean descending) {
  public static final ListingOrder NEWEST = new ListingOrder(SortColumn.STORED, true);
  static final ListingOrder LAST_TRASHED = new ListingOrder(SortColumn.TRASHED, true);

  /**
   * @param text the key of an order; null or blank for the scope's default
   * @throws ProblemException {@code invalid-request}; its message lists the orders
   */
  public static ListingOrder parse(String text, Scope scope) {
    if (text == null || text.isBlank()) {
      return scope.defaultOrder();
    }
    var descending = text.startsWith("-");
    var key = descending ? text.substring(1) : text;
    return scope.columns().stream()
        .filter(column -> column.key().equals(key))
        .findFirst()
        .map(column -> new ListingOrder(column, descending))
        .orElseThrow(() -> unknown(scope.columns()));
  }

  private static ProblemException unknown(List<SortColumn> columns) {
    var keys = columns.stream().map(SortColumn::key).collect(Collectors.joining(", "));
    return new InvalidParameterException(
        "sort",
        "must be one of %s in this list, with a leading minus for descending order"
            .formatted(keys));
  }

  public String key() {
    return descending ? "-" + column.key() : column.key();
  }

  ListingOrder reversed() {
    return new ListingOrder(column, !descending);
  }

  /** Which videos a listing is about. The conditions are those of the partial indexes. */
  public enum Scope {
    /** Neither in the trash nor deleted. */
    SHOWN(
        "v.latest and v.delete_after is null and v.deleted_at is null",
        NEWEST,
        Arrays.stream(SortColumn.values()).filter(column -> column != SortColumn.TRASHED).toList()),
    TRASH(
        "v.latest and v.delete_after is not null and v.deleted_at is null",
        LAST_TRASHED,
        List.of(SortColumn.TRASHED)),
    DELETED("v.latest and v.status = 'DELETED'", NEWEST, List.of(SortColumn.STORED));

    private final String condition;
    private final ListingOrder defaultOrder;
    private final List<SortColumn> columns;

    Scope(String condition, ListingOrder defaultOrder, List<SortColumn> columns) {
      this.condition = condition;
      this.defaultOrder = defaultOrder;
      this.columns = columns;
    }

    String condition() {
      return condition;
    }

    public ListingOrder defaultOrder() {
      return defaultOrder;
    }

    /** The columns by which an index orders the scope. */
    public List<SortColumn> columns() {
      return columns;
    }
  }
}
