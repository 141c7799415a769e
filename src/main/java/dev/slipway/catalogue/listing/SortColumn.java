package dev.slipway.catalogue.listing;

/**
 * A column by which a listing can be ordered. Videos with equal values are ordered by id, in the
 * same direction, so that one index serves both directions.
 */
public enum SortColumn {
  STORED("storedAt", ValueType.TIME, "v.stored_at"),
  SIZE("size", ValueType.NUMBER, "v.size"),
  /** An unknown duration counts as shorter than any other. */
  DURATION("duration", ValueType.NUMBER, "coalesce(v.duration_millis, -1)"),
  TITLE("title", ValueType.TEXT, "lower(v.title)"),
  /** A tilde follows every character of an account's name: videos without an owner come last. */
  OWNER("owner", ValueType.TEXT, "(coalesce(v.owner, '~') collate \"C\")"),
  LAG(
      "lag",
      ValueType.NUMBER,
      "cast(extract(epoch from v.catalogued_at - v.stored_at) * 1000 as bigint)"),
  /** The order of the trash: when a video will be deleted. */
  TRASHED("deleteAfter", ValueType.TIME, "v.delete_after");

  private final String key;
  private final ValueType type;
  private final String expression;

  SortColumn(String key, ValueType type, String expression) {
    this.key = key;
    this.type = type;
    this.expression = expression;
  }

  /** The name in addresses. */
  public String key() {
    return key;
  }

  ValueType type() {
    return type;
  }

  /** The value in SQL, as in the index that has this order. */
  String expression() {
    return expression;
  }

  /** How a value is compared and written in a cursor. */
  enum ValueType {
    /** In microseconds since 1970, as precise as PostgreSQL keeps times. */
    TIME("cast(extract(epoch from %s) * 1000000 as bigint)"),
    NUMBER("%s"),
    TEXT("%s");

    private final String selected;

    ValueType(String selected) {
      this.selected = selected;
    }

    /** The value in SQL in the form in which a cursor has it. */
    String select(String expression) {
      return selected.formatted(expression);
    }
  }
}
