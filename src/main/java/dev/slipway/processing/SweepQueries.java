package dev.slipway.processing;

import dev.slipway.storage.ObjectStore;
import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/**
 * Finds the ids of videos that {@link ProcessingSweep} acts on, newest first. Each query reads an
 * index, and locks nothing.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class SweepQueries {
  static final String PROCESSING =
      """
      select id from video v where latest and status = 'PROCESSING' and deleted_at is null
          and missing_since is null and bucket = :bucket
        order by stored_at desc, id desc limit :limit
      """;
  static final String FORGOTTEN =
      """
      select id from video v where latest and status = 'PROCESSING' and deleted_at is null
          and missing_since is null and bucket = :bucket
          and not exists (select 1 from media_job j where j.video_id = v.id and j.kind = 'PROBE'
            and (j.state <> 'DONE' or j.dismissed or j.ended_at > :since))
        order by stored_at desc, id desc limit :limit
      """;
  static final String UNPROBED =
      """
      select id from video v where latest and status = 'READY' and probed_at is null
          and deleted_at is null and missing_since is null and bucket = :bucket
          and not exists (select 1 from media_job j where j.video_id = v.id and j.kind = 'PROBE')
        order by stored_at desc limit :limit
      """;
  static final String OBSOLETE =
      """
      select j.video_id from media_job j join video v on v.id = j.video_id
        where j.state = 'DEAD' and (v.status = 'DELETED' or not v.latest)
        order by j.id desc limit :limit
      """;

  private final EntityManager entities;
  private final String bucket;

  SweepQueries(EntityManager entities, ObjectStore store) {
    this.entities = entities;
    this.bucket = store.bucket();
  }

  /** The bucket in which videos are processed. */
  String bucket() {
    return bucket;
  }

  /** Videos that are processed. */
  List<String> findProcessing(int limit) {
    return NativeQueries.scalars(entities, PROCESSING, String.class)
        .setParameter("bucket", bucket)
        .setParameter("limit", limit)
        .getResultList();
  }

  /**
   * Videos that are processed, without an unfinished or failed job, and without one that ended
   * since a time.
   */
  List<String> findForgotten(Instant since, int limit) {
    return NativeQueries.scalars(entities, FORGOTTEN, String.class)
        .setParameter("bucket", bucket)
        .setParameter("since", since)
        .setParameter("limit", limit)
        .getResultList();
  }

  /** Videos that were ready before files were probed. */
  List<String> findUnprobed(int limit) {
    return NativeQueries.scalars(entities, UNPROBED, String.class)
        .setParameter("bucket", bucket)
        .setParameter("limit", limit)
        .getResultList();
  }

  /** Videos of all buckets with a dead job that were deleted or replaced. */
  List<String> findObsolete(int limit) {
    return NativeQueries.scalars(entities, OBSOLETE, String.class)
        .setParameter("limit", limit)
        .getResultList();
  }
}
