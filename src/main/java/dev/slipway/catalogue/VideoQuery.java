package dev.slipway.catalogue;

import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.SearchTimeout;
import io.quarkus.panache.common.Parameters;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the rows of a listing along an index. Doesn't ask what the caller may see, so the filter
 * must.
 */
final class VideoQuery {
  /** The limit of a search for words: six times what the 100,000 videos of one owner take. */
  private static final Duration SEARCH_TIMEOUT = Duration.ofSeconds(3);

  /** The further time in which the matches are counted. */
  private static final Duration COUNT_TIMEOUT = Duration.ofSeconds(1);

  private final VideoFilter filter;
  private final StringJoiner where = new StringJoiner(" and ").add("latest = true");
  private final Parameters parameters = new Parameters();

  private VideoQuery(VideoFilter filter) {
    this.filter = filter;
    addShown();
    if (filter.owner() != null) {
      where.add("owner = :owner");
      parameters.and("owner", filter.owner());
    }
    if (filter.status() != null) {
      where.add("status = :status");
      parameters.and("status", filter.status());
    }
    addCriteria(filter.criteria());
  }

  /**
   * Finds the first rows after the filter's cursor; backwards, those before it, the nearest first.
   *
   * @throws ProblemException {@code search-timeout}
   */
  static List<Video> find(VideoFilter filter, int limit) {
    return withTimeout(SEARCH_TIMEOUT, filter, () -> read(filter, limit));
  }

  /**
   * Counts all rows, wherever the cursor is; not further than one beyond a maximum.
   *
   * @throws ProblemException {@code search-timeout}
   */
  static int count(VideoFilter filter, int max) {
    var query = new VideoQuery(filter);
    var ids =
        Video.getEntityManager()
            .createQuery("select id from Video where " + query.where, String.class);
    query.parameters.map().forEach(ids::setParameter);
    return withTimeout(
        COUNT_TIMEOUT, filter, () -> ids.setMaxResults(max + 1).getResultList().size());
  }

  /** Limits each statement of a search for words, for which the rows of an owner are read. */
  private static <T> T withTimeout(Duration timeout, VideoFilter filter, Supplier<T> query) {
    return filter.criteria().words().isEmpty()
        ? query.get()
        : SearchTimeout.limit(
            Video.getEntityManager(),
            timeout,
            "Narrow the search: choose a status, a visibility or a format, or search for fewer"
                + " words.",
            query);
  }

  private static List<Video> read(VideoFilter filter, int limit) {
    if (!filter.sort().hasUnknownValues()) {
      return new VideoQuery(filter).listFromCursor(limit);
    }
    // Two reads of one index, because null has no place among the values that a cursor compares.
    var known = new VideoQuery(filter);
    var unknown = new VideoQuery(filter);
    var isAtUnknown = filter.cursor() != null && filter.cursor().value() == null;
    var isAtKnown = filter.cursor() != null && !isAtUnknown;
    if (filter.isBackwards()) {
      return isAtKnown
          ? known.listKnown(limit)
          : join(unknown.listUnknown(limit), known::listKnown, limit);
    }
    return isAtUnknown
        ? unknown.listUnknown(limit)
        : join(known.listKnown(limit), unknown::listUnknown, limit);
  }

  /** Reads what is missing in the first rows from the others. */
  private static List<Video> join(List<Video> first, IntFunction<List<Video>> others, int limit) {
    return first.size() == limit
        ? first
        : Stream.concat(first.stream(), others.apply(limit - first.size()).stream()).toList();
  }

  private List<Video> listKnown(int limit) {
    where.add(filter.sort().expression() + " is not null");
    return listFromCursor(limit);
  }

  private List<Video> listUnknown(int limit) {
    where.add(filter.sort().expression() + " is null");
    var cursor = filter.cursor();
    if (cursor != null && cursor.value() == null) {
      where.add("id %s :id".formatted(comparison()));
      parameters.and("id", cursor.id());
    }
    return list(limit);
  }

  /** All known values precede a cursor without a value. */
  private List<Video> listFromCursor(int limit) {
    var cursor = filter.cursor();
    if (cursor != null && cursor.value() != null) {
      var sort = filter.sort();
      where.add("(%s, id) %s (%s, :id)".formatted(sort.expression(), comparison(), sort.bound()));
      parameters.and("value", cursor.value()).and("id", cursor.id());
    }
    return list(limit);
  }

  private List<Video> list(int limit) {
    var direction = isAscending() ? "asc" : "desc";
    var order = "%s %s, id %s".formatted(filter.sort().expression(), direction, direction);
    return Video.<Video>find(where + " order by " + order, parameters).range(0, limit - 1).list();
  }

  private String comparison() {
    return isAscending() ? ">" : "<";
  }

  private boolean isAscending() {
    return filter.sort().isAscending() != filter.isBackwards();
  }

  /** Adds the conditions of the partial indexes, which PostgreSQL doesn't use otherwise. */
  private void addShown() {
    if (filter.publicOnly()) {
      where.add(
          "visibility = PUBLIC and status = READY"
              + " and missingSince is null and deletion.deleteAfter is null");
    }
    if (filter.trash()) {
      where.add("deletion.deleteAfter is not null and deletion.deletedAt is null");
    } else if (filter.status() == VideoStatus.DELETED) {
      where.add("deletion.deletedAt is not null");
    } else {
      where.add("deletion.deleteAfter is null and deletion.deletedAt is null");
    }
  }

  private void addCriteria(VideoFilter.Criteria criteria) {
    var number = 0;
    for (var word : criteria.words()) {
      var name = "word" + number++;
      where.add(
          Stream.of("title", "description", "fileName", "array_to_string(tags, ' ')")
              .map(column -> "%s ilike :%s escape '!'".formatted(column, name))
              .collect(Collectors.joining(" or ", "(", ")")));
      parameters.and(name, SafeText.likePattern(word));
    }
    if (criteria.visibility() != null) {
      where.add("visibility = :visibility");
      parameters.and("visibility", criteria.visibility());
    }
    if (criteria.container() != null) {
      where.add("container = :container");
      parameters.and("container", criteria.container());
    }
  }
}
