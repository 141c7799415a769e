package dev.slipway.admin.listing;

import dev.slipway.catalogue.listing.SortColumn;
import dev.slipway.web.problem.QueryEnum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A column of the administrators' listing. The title is always its first one. */
enum ListingColumn {
  STATUS("Status", null),
  VISIBILITY("Visibility", null),
  SIZE("Size", SortColumn.SIZE),
  FORMAT("Format", null),
  CODECS("Codecs", null),
  RESOLUTION("Resolution", null),
  DURATION("Duration", SortColumn.DURATION),
  OWNER("Owner", SortColumn.OWNER),
  STORED("Stored", SortColumn.STORED),
  LAG("Lag", SortColumn.LAG),
  STORED_BY("Catalogued by", null),
  LOCATION("Location", null),
  FILE_NAME("File name", null),
  DECLARED_TYPE("Declared type", null),
  ETAG("ETag", null),
  CHECKSUM("Checksum", null),
  TRASH("Permanent deletion", SortColumn.TRASHED);

  static final List<ListingColumn> DEFAULT = List.of(STATUS, SIZE, FORMAT, OWNER, STORED, LOCATION);

  static final List<ListingColumn> DEFAULT_OF_TRASH =
      List.of(STATUS, SIZE, FORMAT, OWNER, STORED, TRASH);

  private final String label;
  private final SortColumn sort;

  /**
   * @param sort what the column's heading sorts by; null if nothing does
   */
  ListingColumn(String label, SortColumn sort) {
    this.label = label;
    this.sort = sort;
  }

  /**
   * Returns the columns in the order in which they are named; each once.
   *
   * @param names empty for the default columns
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  static List<ListingColumn> parse(List<String> names, List<ListingColumn> defaults) {
    var columns =
        names.stream()
            .flatMap(text -> Arrays.stream(text.split(",")))
            .filter(name -> !name.isBlank())
            .map(name -> QueryEnum.parse(ListingColumn.class, "columns", name.strip()))
            .distinct()
            .toList();
    return columns.isEmpty() ? defaults : columns;
  }

  /** The other columns, after those that are shown. */
  static List<ListingColumn> without(List<ListingColumn> shown) {
    var others = new ArrayList<>(List.of(values()));
    others.removeAll(shown);
    return others;
  }

  public String label() {
    return label;
  }

  public SortColumn sort() {
    return sort;
  }

  /** The name in addresses. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Whether its values are numbers, which are aligned at their end. */
  public boolean numeric() {
    return this == SIZE || this == DURATION || this == LAG;
  }
}
