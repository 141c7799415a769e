package dev.slipway.catalogue.live;

import dev.slipway.catalogue.live.VideoChange.Kind;
import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/**
 * The recorded changes of all replicas. Each method is one transaction; triggers of the database
 * write the changes.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class ChangeLog {
  static final int BATCH_SIZE = 500;

  private static final int DELETION_BATCH_SIZE = 10_000;

  private static final String UNNUMBERED =
      "select exists (select from video_change where number is null)";

  /** The lock lets changes that are committed meanwhile wait for the next batch. */
  private static final String LOCK = "select last_number from video_change_counter for update";

  private static final String NUMBER =
      """
      update video_change change set number = :last + oldest.position
      from (
        select id, row_number() over (order by id) as position
        from (select id from video_change where number is null order by id limit :size) as ids
      ) as oldest
      where change.id = oldest.id
      """;

  private static final String READ =
      """
      select c.number, c.video_id, c.kind, c.was_public, v.owner, v.status,
        v.visibility = 'PUBLIC' and reachable.now as is_public, reachable.now as is_reachable
      from video_change c join video v on v.id = c.video_id
      cross join lateral (select v.latest and v.visibility <> 'PRIVATE' and v.status = 'READY'
        and v.missing_since is null and v.delete_after is null as now) as reachable
      where c.number > :after
      """;

  private static final String IN_ORDER = " order by c.number limit :size";

  /** The changes that {@link ChangeFilter} may let through. */
  private static final String FILTER =
      """
        and c.number <= :until
        and (:admin or v.owner = :account
          or c.kind <> 'PROCESSING'
            and (c.was_public or v.visibility = 'PUBLIC' or c.video_id = :video))
      """;

  private static final String DELETE =
      """
      delete from video_change where id in
        (select id from
          (select id, max(changed_at) over (order by number) as latest from
            (select id, number, changed_at from video_change where number is not null
              order by number limit :size) as oldest) as checked
          where latest < :before)
      """;

  private final EntityManager entities;

  ChangeLog(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Numbers changes that are committed and have no number yet, oldest first.
   *
   * @return whether there may be more
   */
  boolean numberCommitted() {
    if (!NativeQueries.scalars(entities, UNNUMBERED, Boolean.class).getSingleResult()) {
      return false;
    }
    var last = NativeQueries.scalars(entities, LOCK, Long.class).getSingleResult();
    var count =
        entities
            .createNativeQuery(NUMBER)
            .setParameter("last", last)
            .setParameter("size", BATCH_SIZE)
            .executeUpdate();
    entities
        .createNativeQuery("update video_change_counter set last_number = :last")
        .setParameter("last", last + count)
        .executeUpdate();
    return count == BATCH_SIZE;
  }

  /** The number of the latest change; 0 before the first one. */
  long findLastNumber() {
    return NativeQueries.scalars(
            entities, "select last_number from video_change_counter", Long.class)
        .getSingleResult();
  }

  /** Whether no change after this one is deleted, so that a client which has it can continue. */
  boolean canContinueAfter(long number) {
    var last = findLastNumber();
    if (number >= last) {
      return number == last;
    }
    var first =
        NativeQueries.scalars(
                entities,
                "select min(number) from video_change where number is not null",
                Long.class)
            .getSingleResult();
    return first != null && number >= first - 1;
  }

  /** The changes after one, in their order, up to {@link #BATCH_SIZE}. */
  List<VideoChange> readAfter(long number) {
    return toChanges(
        entities
            .createNativeQuery(READ + IN_ORDER, Tuple.class)
            .setParameter("after", number)
            .setParameter("size", BATCH_SIZE));
  }

  /**
   * The changes between two numbers that may concern a client, in their order, up to {@link
   * ChangeListener#CAPACITY}.
   *
   * @param after the number before the first one
   * @param until the last number; at most {@link #BATCH_SIZE} after the first one
   */
  List<VideoChange> readBetween(long after, long until, ChangeFilter filter) {
    return toChanges(
        entities
            .createNativeQuery(READ + FILTER + IN_ORDER, Tuple.class)
            .setParameter("after", after)
            .setParameter("until", until)
            .setParameter("admin", filter.all())
            .setParameter("account", filter.account())
            .setParameter("video", filter.video() == null ? "" : filter.video())
            .setParameter("size", ChangeListener.CAPACITY));
  }

  /**
   * Deletes a batch of old changes, up to the first number that isn't old: a long transaction gets
   * its number late, and a gap among the numbers would look complete to clients. A change without a
   * number must get it first.
   *
   * @return whether there may be more
   */
  boolean deleteBefore(Instant time) {
    return entities
            .createNativeQuery(DELETE)
            .setParameter("before", time)
            .setParameter("size", DELETION_BATCH_SIZE)
            .executeUpdate()
        == DELETION_BATCH_SIZE;
  }

  private static List<VideoChange> toChanges(Query query) {
    List<?> rows = query.getResultList();
    return rows.stream().map(row -> toChange((Tuple) row)).toList();
  }

  private static VideoChange toChange(Tuple row) {
    return new VideoChange(
        row.get("number", Long.class),
        row.get("video_id", String.class),
        Kind.valueOf(row.get("kind", String.class)),
        row.get("was_public", Boolean.class),
        row.get("is_public", Boolean.class),
        row.get("is_reachable", Boolean.class),
        row.get("owner", String.class),
        row.get("status", String.class));
  }
}
