package dev.slipway.admin.dashboard;

import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Writes the tables that the dashboard reads. Each method is one short transaction, in which the
 * row of {@code dashboard_state} is locked: one process at a time works on the tables, and if it
 * dies, its batch is rolled back and another process continues.
 *
 * <p>Videos are counted once, in the order of their ids, and then only their changes. A batch of
 * videos and the changes that it already contains are read by one statement, so from one snapshot:
 * a change that is committed later is in neither, and is added afterwards.
 */
@ApplicationScoped
class Rollup {
  /** After all ids, which consist of letters and digits. */
  static final String END = "~";

  /** Adds the rows of {@code facts} to the tables. */
  private static final String ADD_FACTS =
      """
      , days as (
        insert into dashboard_day as d (day, videos, bytes, reconciled, rejected)
        select day, sum(sign), sum(sign * size), coalesce(sum(sign) filter (where reconciled), 0),
          coalesce(sum(sign) filter (where rejection is not null), 0)
        from facts group by day
        on conflict (day) do update set
          videos = d.videos + excluded.videos,
          bytes = d.bytes + excluded.bytes,
          reconciled = d.reconciled + excluded.reconciled,
          rejected = d.rejected + excluded.rejected
      ), rejections as (
        insert into dashboard_rejection as r (day, reason, videos)
        select day, rejection, sum(sign)
        from facts where rejection is not null group by day, rejection having sum(sign) <> 0
        on conflict (day, reason) do update set videos = r.videos + excluded.videos
      ), lags as (
        insert into dashboard_lag as l (day, bucket, videos)
        select day, lag_bucket, sum(sign)
        from facts group by day, lag_bucket having sum(sign) <> 0
        on conflict (day, bucket) do update set videos = l.videos + excluded.videos
      ), account_sums as (
        select owner, sum(sign) as videos, sum(sign * size) as bytes,
          coalesce(sum(sign) filter (where trashed), 0) as trash_videos,
          coalesce(sum(sign * size) filter (where trashed), 0) as trash_bytes
        from facts where stored group by owner
      ), accounts as (
        insert into dashboard_account as a (owner, videos, bytes, trash_videos, trash_bytes)
        select owner, videos, bytes, trash_videos, trash_bytes from account_sums
        on conflict (owner) do update set
          videos = a.videos + excluded.videos,
          bytes = a.bytes + excluded.bytes,
          trash_videos = a.trash_videos + excluded.trash_videos,
          trash_bytes = a.trash_bytes + excluded.trash_bytes
      ), total as (
        select coalesce(sum(videos), 0) as videos, coalesce(sum(bytes), 0) as bytes,
          coalesce(sum(trash_videos), 0) as trash_videos, coalesce(sum(trash_bytes), 0) as trash_bytes
        from account_sums
      )
      """;

  private static final String ADD_TOTAL =
      """
        videos = s.videos + total.videos,
        bytes = s.bytes + total.bytes,
        trash_videos = s.trash_videos + total.trash_videos,
        trash_bytes = s.trash_bytes + total.trash_bytes
      """;

  static final String COUNT_VIDEOS =
      """
      with facts as materialized (
        select v.id, 1 as sign, f.*
        from video v cross join lateral dashboard_facts(v) f
        where v.id > :position order by v.id limit :max
      ), last as (
        select case when count(*) < :max then '~' else max(id) end as position,
          count(*) as videos
        from facts
      ), contained as (
        delete from dashboard_change
        where video_id > :position and video_id <= (select position from last)
      )
      """
          + ADD_FACTS
          + "update dashboard_state s set counted_to = last.position,"
          + ADD_TOTAL
          + "from last, total returning last.videos";

  static final String ADD_CHANGES =
      """
      with facts as (
        delete from dashboard_change where ctid = any(array(
          select ctid from dashboard_change
          where video_id <= :position order by video_id, id limit :max))
        returning *
      ), taken as (
        select count(*) as changes from facts
      )
      """
          + ADD_FACTS
          + "update dashboard_state s set"
          // With fewer than the maximum, nothing is left that was committed before.
          + " as_of = case when taken.changes < :max and s.counted_to = '~'"
          + " then cast(:now as timestamptz) else s.as_of end,"
          + ADD_TOTAL
          + "from taken, total returning taken.changes";

  private final EntityManager entities;

  Rollup(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Counts the next videos that have not been counted yet.
   *
   * @return whether there may be more; false also while another process works on the tables
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean countVideos(int max) {
    var position = lockUnlessBusy();
    if (position == null || position.equals(END)) {
      return false;
    }
    return update(COUNT_VIDEOS, position, max, null) == max;
  }

  /**
   * Adds the changes of videos that have been counted.
   *
   * @param now before which all changes are counted afterwards if fewer than the maximum are left
   * @return how many were added; empty while another process works on the tables
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  OptionalInt addChanges(int max, Instant now) {
    var position = lockUnlessBusy();
    return position == null
        ? OptionalInt.empty()
        : OptionalInt.of(update(ADD_CHANGES, position, max, now));
  }

  /** Forgets all numbers, so that the worker counts all videos again. */
  @Transactional
  void reset() {
    NativeQueries.scalars(entities, "select 1 from dashboard_state for update", Integer.class)
        .getSingleResult();
    for (var table :
        List.of("dashboard_day", "dashboard_rejection", "dashboard_lag", "dashboard_account")) {
      entities.createNativeQuery("delete from " + table).executeUpdate();
    }
    entities
        .createNativeQuery(
            "update dashboard_state set counted_to = '', as_of = null, videos = 0, bytes = 0,"
                + " trash_videos = 0, trash_bytes = 0")
        .executeUpdate();
  }

  /** Returns until when all changes are counted; null until all videos have been counted once. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Instant asOf() {
    var found =
        NativeQueries.scalars(entities, "select as_of from dashboard_state", Instant.class)
            .getResultList();
    return found.get(0);
  }

  /** Returns up to which id videos have been counted; null while another process works. */
  private String lockUnlessBusy() {
    var found =
        NativeQueries.scalars(
                entities,
                "select counted_to from dashboard_state for update skip locked",
                String.class)
            .getResultList();
    return found.isEmpty() ? null : found.get(0);
  }

  private int update(String sql, String position, int max, Instant now) {
    var query =
        entities.createNativeQuery(sql).setParameter("position", position).setParameter("max", max);
    if (now != null) {
      query.setParameter("now", now);
    }
    return ((Number) query.getSingleResult()).intValue();
  }
}
