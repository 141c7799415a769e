package dev.slipway.processing.work;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;

/**
 * Finds ready videos that lack something, newest first. No index knows what a video lacks, and in a
 * large catalogue most videos lack nothing, so each call examines a limited number and the next one
 * continues there. After the oldest video, it starts over with the newest.
 */
public final class BackfillSearch {
  /** A call takes some 15 ms. A catalogue of a million videos is searched in 20 minutes. */
  private static final int MAX_EXAMINED = 10_000;

  private static final Position NEWEST = new Position(Instant.parse("9999-12-31T00:00:00Z"), "");

  private static final String QUERY =
      """
      with examined as materialized (
        select id, stored_at, bucket, missing_since, pictured_at from video
          where latest and status = 'READY' and (stored_at, id) < (:time, :id)
          order by stored_at desc, id desc limit :examined)
      (select v.id, v.stored_at, true from examined v
        where bucket = :bucket and missing_since is null and %s
        order by stored_at desc, id desc limit :limit)
      union all
      (select id, stored_at, false from examined order by stored_at, id limit 1)
      """;

  private final EntityManager entities;
  private final String query;
  private final int maxExamined;
  private Position position = NEWEST;
  private boolean foundInThisPass;
  private boolean exhausted;

  /**
   * @param condition of the columns {@code id} and {@code pictured_at} of {@code v}, in SQL
   */
  public BackfillSearch(EntityManager entities, String condition) {
    this(entities, condition, MAX_EXAMINED);
  }

  BackfillSearch(EntityManager entities, String condition, int maxExamined) {
    this.entities = entities;
    this.query = query(condition);
    this.maxExamined = maxExamined;
  }

  /** The statement, with the parameters time, id, examined, bucket and limit. */
  static String query(String condition) {
    return QUERY.formatted(condition);
  }

  /**
   * Returns the ids of the next videos. Must not be called in a transaction.
   *
   * @return empty if none of the examined videos lacks anything
   */
  public synchronized List<String> findNext(String bucket, int limit) {
    var examined = examine(bucket, limit);
    if (examined.isEmpty()) {
      exhausted = !foundInThisPass;
      foundInThisPass = false;
      if (!position.equals(NEWEST)) {
        position = NEWEST;
        examined = examine(bucket, limit);
      }
    }
    var found = examined.stream().filter(Row::isFound).toList();
    if (!found.isEmpty()) {
      foundInThisPass = true;
      exhausted = false;
    }
    if (!examined.isEmpty()) {
      // The last row is the oldest that was examined.
      var reached = found.size() == limit ? found : examined;
      position = reached.get(reached.size() - 1).position();
    }
    return found.stream().map(row -> row.position().id()).toList();
  }

  /** Whether the last pass from the newest to the oldest video, and the calls since, found none. */
  public synchronized boolean isExhausted() {
    return exhausted;
  }

  private List<Row> examine(String bucket, int limit) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              List<Object[]> rows =
                  entities
                      .createNativeQuery(query, Object[].class)
                      .setParameter("time", position.storedAt())
                      .setParameter("id", position.id())
                      .setParameter("examined", maxExamined)
                      .setParameter("bucket", bucket)
                      .setParameter("limit", limit)
                      .getResultList();
              return rows.stream().map(Row::of).toList();
            });
  }

  private record Position(Instant storedAt, String id) {}

  /**
   * @param isFound whether the video lacks something; otherwise it is the oldest one examined
   */
  private record Row(Position position, boolean isFound) {
    static Row of(Object[] columns) {
      return new Row(new Position((Instant) columns[1], (String) columns[0]), (Boolean) columns[2]);
    }
  }
}
