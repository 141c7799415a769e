package dev.slipway.uploads;

import dev.slipway.uploads.UploadQueries.OpenUploads;
import dev.slipway.web.BoundedCount;
import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Queries uploads. Each query is a short transaction of its own if none is active. */
@ApplicationScoped
@Transactional
class UploadRepository {
  private static final String NEWEST = " order by createdAt desc, id desc";
  private static final String STREAMED = "owner = ?1 and status = OPEN and transfer is not null";

  Optional<Upload> find(String id) {
    return Upload.findByIdOptional(id);
  }

  /** Finds the row of an upload, with the names of its columns, as JSON. */
  Optional<String> findRow(String id) {
    return NativeQueries.rowAsJson(Upload.getEntityManager(), "upload", id);
  }

  Optional<Upload> findByIdempotencyKey(String owner, String idempotencyKey) {
    return Upload.find("owner = ?1 and idempotencyKey = ?2", owner, idempotencyKey)
        .firstResultOptional();
  }

  /**
   * Finds the newest uploads of an owner, newest first.
   *
   * @param before the upload that they follow in this order; null for the first ones
   */
  List<Upload> findNewest(String owner, UploadStatus status, Upload before, int limit) {
    var query =
        before == null
            ? Upload.<Upload>find("owner = ?1 and status = ?2" + NEWEST, owner, status)
            : Upload.<Upload>find(
                "owner = ?1 and status = ?2 and (createdAt, id) < (?3, ?4)" + NEWEST,
                owner,
                status,
                before.createdAt,
                before.id);
    return query.page(0, limit).list();
  }

  /**
   * Finds the newest uploads of an owner since a time, whose file names begin with these
   * characters.
   */
  List<String> findIdsByNamePrefix(
      String owner, UploadStatus status, Instant since, String prefix, int limit) {
    return Upload.getEntityManager()
        .createQuery(
            "select u.id from Upload u where u.owner = ?1 and u.status = ?2"
                + " and u.createdAt >= ?3 and substring(u.fileName, 1, ?4) = ?5 order by u.createdAt desc, u.id desc",
            String.class)
        .setParameter(1, owner)
        .setParameter(2, status)
        .setParameter(3, since)
        .setParameter(4, prefix.length())
        .setParameter(5, prefix)
        .setMaxResults(limit)
        .getResultList();
  }

  /**
   * Finds the newest open uploads of an owner whose bytes pass through the application, newest
   * first.
   *
   * @param fileName null for all names
   */
  List<Upload> findStreamed(String owner, String fileName, int limit) {
    return Upload.<Upload>find(
            STREAMED + (fileName == null ? "" : " and fileName = ?2") + NEWEST,
            fileName == null ? new Object[] {owner} : new Object[] {owner, fileName})
        .page(0, limit)
        .list();
  }

  /** Finds an open upload of an owner whose bytes pass through the application. */
  Optional<Upload> findStreamedById(String owner, String id) {
    return Upload.find(STREAMED + " and id = ?2", owner, id).firstResultOptional();
  }

  /** Finds the oldest open uploads that the store may hold parts of, oldest first. */
  List<Upload> findOldestOpenMultipart(int limit) {
    return Upload.<Upload>find("status = OPEN and multipartId is not null order by createdAt")
        .page(0, limit)
        .list();
  }

  /** Finds uploads whose URLs expired before a time, in the order of an index. */
  List<Upload> findWithExpiredUrls(ExpiredUploads kind, Instant before, Position after, int limit) {
    return Upload.<Upload>find(
            kind.condition
                + " and expiresAt < ?1 and (expiresAt, id) > (?2, ?3) order by expiresAt, id",
            before,
            after.expiresAt(),
            after.id())
        .page(0, limit)
        .list();
  }

  boolean isOpen(String id) {
    return Upload.count("id = ?1 and status = OPEN", id) > 0;
  }

  /** Counts the open uploads up to a maximum, along the index of those that are open. */
  OpenUploads countOpen(int max) {
    var row =
        (Object[])
            Upload.getEntityManager()
                .createNativeQuery(
                    "select count(*), coalesce(sum(size), 0) from (select size from upload"
                        + " where status = 'OPEN' order by expires_at, id limit :max) u")
                .setParameter("max", max + 1L)
                .getSingleResult();
    var count = BoundedCount.of(((Number) row[0]).longValue(), max);
    return new OpenUploads(count.value(), count.isExact(), ((Number) row[1]).longValue());
  }

  /** The two kinds of uploads that the sweeper works on; the database has an index for each. */
  enum ExpiredUploads {
    ABANDONED("status = OPEN"),
    /** Closed uploads that the store may still hold parts of. */
    WITH_LEFTOVER_PARTS("status <> OPEN and multipartId is not null");

    private final String condition;

    ExpiredUploads(String condition) {
      this.condition = condition;
    }
  }

  /** Where the next batch of expired uploads starts. */
  record Position(Instant expiresAt, String id) {
    static final Position START = new Position(Instant.EPOCH, "");

    static Position after(Upload upload) {
      return new Position(upload.expiresAt, upload.id);
    }
  }
}
