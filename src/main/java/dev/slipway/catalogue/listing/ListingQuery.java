package dev.slipway.catalogue.listing;

import dev.slipway.catalogue.listing.FilterField.Condition;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.web.cursor.StorableTime;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * The statements that read a listing. Each costs a bounded amount of work, however many videos
 * there are.
 */
final class ListingQuery {
  /**
   * How many of the newest public videos, and how many of the caller's own, a search examines.
   * Anonymous callers can search, so the work is small: 20 to 75 ms.
   */
  static final int MAX_NEWEST = 5_000;

  private static final Pattern PLAN =
      Pattern.compile("\"Total Cost\": ([\\d.]+),\\s+\"Plan Rows\": (\\d+)");

  private final EntityManager database;
  private final ListingFilter filter;
  private final int maxExamined;

  /**
   * @param maxExamined how many rows a statement examines at most
   */
  ListingQuery(EntityManager database, ListingFilter filter, int maxExamined) {
    this.database = database;
    this.filter = filter;
    this.maxExamined = maxExamined;
  }

  /**
   * A statement with its values.
   *
   * @param sql has a question mark for each value
   */
  record Statement(String sql, List<Object> values) {
    /** Hibernate numbers the parameters of native queries. */
    Query in(EntityManager database) {
      var numbered = new StringBuilder();
      var number = 0;
      for (var character : sql.toCharArray()) {
        numbered.append(character);
        if (character == '?') {
          numbered.append(++number);
        }
      }
      var query = database.createNativeQuery(numbered.toString());
      for (var i = 0; i < values.size(); i++) {
        query.setParameter(i + 1, values.get(i));
      }
      return query;
    }
  }

  /** A row of a listing: its id, and the value that orders it. */
  record Row(String id, String value) {
    ListingCursor cursor(ListingOrder order) {
      return new ListingCursor(order, value, id, false);
    }
  }

  /**
   * PostgreSQL's estimate for reading all videos of the listing, from its statistics.
   *
   * @param videos how many there are
   * @param cost the work in PostgreSQL's unit: reading a page of 8 KiB in sequence
   */
  record Estimate(long videos, double cost) {}

  Estimate estimate() {
    var values = new ArrayList<Object>();
    var sql = "explain (format json) select 1 from video v where " + whereClause(values);
    var plan = PLAN.matcher(new Statement(sql, values).in(database).getSingleResult().toString());
    if (!plan.find()) {
      throw new IllegalStateException("PostgreSQL returned a plan without an estimate");
    }
    return new Estimate(Long.parseLong(plan.group(2)), Double.parseDouble(plan.group(1)));
  }

  /** Counts all videos, not further than one beyond what is examined. */
  long count() {
    var values = new ArrayList<Object>();
    var sql =
        "select count(*) from (select 1 from video v where %s limit %d) c"
            .formatted(whereClause(values), maxExamined + 1);
    return ((Number) new Statement(sql, values).in(database).getSingleResult()).longValue();
  }

  /**
   * Collects all videos that fulfil the filters by the indexes of these, and sorts them.
   *
   * @return empty if there are more than are examined
   */
  Optional<Collected> collect(ListingOrder order, ListingCursor start, int limit) {
    var rows = rows(collectStatement(order, start, limit));
    var total = ((Number) rows.get(0)[2]).longValue();
    return total > maxExamined
        ? Optional.empty()
        : Optional.of(
            new Collected(
                rows.stream().filter(row -> row[0] != null).map(this::row).toList(), total));
  }

  Statement collectStatement(ListingOrder order, ListingCursor start, int limit) {
    var values = new ArrayList<Object>();
    var collected =
        "select v.id, %s as key from video v where %s limit %d"
            .formatted(order.column().expression(), whereClause(values), maxExamined + 1);
    var page =
        "select * from collected v%s order by %s limit %d"
            .formatted(
                start == null ? "" : " where " + after("v.key", start, values),
                orderBy("v.key", order),
                limit);
    var sql =
        "with collected as materialized (%s), total as (select count(*) as n from collected)"
                .formatted(collected)
            + " select c.id, %s, t.n from total t left join lateral (%s) c on true"
                .formatted(order.column().type().select("c.key"), page);
    return new Statement(sql, values);
  }

  /** The rows of a page, and how many there are on all pages. */
  record Collected(List<Row> rows, long total) {}

  /**
   * Searches the newest public videos and the newest of the caller, each of which an index finds,
   * and sorts the matches.
   */
  Newest collectNewest(ListingOrder order, ListingCursor start, int limit) {
    var rows = rows(newestStatement(order, start, limit));
    var since = (Number) rows.get(0)[3];
    return new Newest(
        rows.stream().filter(row -> row[0] != null).map(this::row).toList(),
        ((Number) rows.get(0)[2]).longValue(),
        since == null ? null : StorableTime.ofMicros(since.longValue()));
  }

  Statement newestStatement(ListingOrder order, ListingCursor start, int limit) {
    var values = new ArrayList<Object>();
    var matches = new StringJoiner(" and ").setEmptyValue("true");
    filter.conditions().values().forEach(condition -> add(condition, matches, values));
    var owner = filter.access().owner();
    var isFirst = "true";
    if (owner != null) {
      // The caller's public videos are in both sources.
      isFirst = "(v.is_own or v.owner is distinct from ?)";
      values.add(owner);
    }
    var sources = newestSource("false", Access.PUBLIC.condition(), values);
    if (owner != null) {
      sources += " union all " + newestSource("true", Access.own(owner).condition(), values);
    }
    var examined =
        "select v.id, v.is_own, v.stored_at, %s as key, (%s) as matches, %s as is_first from (%s) v"
            .formatted(order.column().expression(), matches, isFirst, sources);
    var page =
        "select * from examined v where v.matches and v.is_first%s order by %s limit %d"
            .formatted(
                start == null ? "" : " and " + after("v.key", start, values),
                orderBy("v.key", order),
                limit);
    var sql =
        ("with examined as materialized (%s), total as ("
                + "select count(*) filter (where matches and is_first) as n,"
                + " greatest(%s, %s) as since from examined)"
                + " select c.id, %s, t.n, %s from total t left join lateral (%s) c on true")
            .formatted(
                examined,
                oldestIfMore("not is_own"),
                oldestIfMore("is_own"),
                order.column().type().select("c.key"),
                SortColumn.STORED.type().select("t.since"),
                page);
    return new Statement(sql, values);
  }

  /** The time of the oldest examined video of a source, or null if it has no older ones. */
  private static String oldestIfMore(String source) {
    return "case when count(*) filter (where %1$s) > %2$d then min(stored_at) filter (where %1$s) end"
        .formatted(source, MAX_NEWEST);
  }

  /** Owner and time limit the part of the index, so that older videos can be searched with them. */
  private String newestSource(String isOwn, Condition source, List<Object> values) {
    var where = new StringJoiner(" and ").add(filter.scope().condition());
    add(source, where, values);
    for (var field : List.of(FilterField.OWNER, FilterField.FROM, FilterField.TO)) {
      var condition = filter.conditions().get(field);
      if (condition != null) {
        add(condition, where, values);
      }
    }
    return "(select v.*, %s as is_own from video v where %s order by v.stored_at desc, v.id desc limit %d)"
        .formatted(isOwn, where, MAX_NEWEST + 1);
  }

  /**
   * The matches among the newest videos.
   *
   * @param total how many there are on all pages
   * @param since when the oldest video was stored of those that were searched; null if all were
   */
  record Newest(List<Row> rows, long total, Instant since) {}

  /** Follows the index of the order, and returns the first rows that fulfil the filters. */
  List<Row> walk(ListingOrder order, ListingCursor start, int limit) {
    return rows(walkStatement(order, start, limit)).stream().map(this::row).toList();
  }

  Statement walkStatement(ListingOrder order, ListingCursor start, int limit) {
    var values = new ArrayList<Object>();
    var matches = new StringJoiner(" and ").setEmptyValue("true");
    filter
        .conditions()
        .forEach(
            (field, condition) -> {
              if (!isInIndexRange(field, order)) {
                add(condition, matches, values);
              }
            });
    var examined =
        "select v.id, %s as key, (%s) as matches from video v where %s limit %d"
            .formatted(
                order.column().expression(),
                matches,
                indexRange(order, start, values),
                maxExamined);
    var sql =
        "select w.id, %s from (%s) w where w.matches limit %d"
            .formatted(order.column().type().select("w.key"), examined, limit);
    return new Statement(sql, values);
  }

  /** The last row that {@link #walk} examines; empty if it reaches the end of the listing. */
  Optional<Row> lastExamined(ListingOrder order, ListingCursor start) {
    var values = new ArrayList<Object>();
    var key = order.column().type().select(order.column().expression());
    var sql =
        "select v.id, %s from video v where %s offset %d limit 1"
            .formatted(key, indexRange(order, start, values), maxExamined - 1);
    return rows(new Statement(sql, values)).stream().findFirst().map(this::row);
  }

  /** The part of the order's index that a page is in, in its order. */
  private String indexRange(ListingOrder order, ListingCursor start, List<Object> values) {
    // Also here, because the last row of it may become a cursor, which reveals its id.
    var where = new StringJoiner(" and ").add(filter.scope().condition()).add(accessible(values));
    filter
        .conditions()
        .forEach(
            (field, condition) -> {
              if (isInIndexRange(field, order)) {
                var isRange = field.isRangeOf(order.column());
                where.add("(" + (isRange ? condition.rangeSql() : condition.sql()) + ")");
                values.addAll(condition.values());
              }
            });
    var key = order.column().expression();
    if (start != null) {
      where.add(after(key, start, values));
    }
    return where + " order by " + orderBy(key, order);
  }

  private static String after(String key, ListingCursor start, List<Object> values) {
    values.add(start.sqlValue());
    values.add(start.id());
    var comparison = (start.order().descending() ? "<" : ">") + (start.inclusive() ? "=" : "");
    return "(%s, v.id) %s (?, ?)".formatted(key, comparison);
  }

  private static String orderBy(String key, ListingOrder order) {
    var direction = order.descending() ? "desc" : "asc";
    return "%s %s, v.id %s".formatted(key, direction, direction);
  }

  /** Some indexes begin with the owner or the status; their videos are in the order as well. */
  private boolean isInIndexRange(FilterField field, ListingOrder order) {
    return switch (field) {
      case OWNER -> order.column() == SortColumn.OWNER || isOneOwner() && hasOwnerIndex(order);
      case STATUS -> order.column() == SortColumn.STORED;
      default -> field.isRangeOf(order.column());
    };
  }

  private boolean isOneOwner() {
    return !filter.texts().get(FilterField.OWNER).endsWith("*");
  }

  private static boolean hasOwnerIndex(ListingOrder order) {
    return Set.of(SortColumn.STORED, SortColumn.SIZE, SortColumn.TITLE).contains(order.column());
  }

  private String whereClause(List<Object> values) {
    var where = new StringJoiner(" and ").add(filter.scope().condition()).add(accessible(values));
    filter.conditions().values().forEach(condition -> add(condition, where, values));
    return where.toString();
  }

  private static void add(Condition condition, StringJoiner conditions, List<Object> values) {
    conditions.add("(" + condition.sql() + ")");
    values.addAll(condition.values());
  }

  private String accessible(List<Object> values) {
    var condition = filter.access().condition();
    values.addAll(condition.values());
    return "(" + condition.sql() + ")";
  }

  private Row row(Object[] columns) {
    return new Row((String) columns[0], columns[1].toString());
  }

  @SuppressWarnings("unchecked")
  private List<Object[]> rows(Statement statement) {
    return statement.in(database).getResultList();
  }
}
