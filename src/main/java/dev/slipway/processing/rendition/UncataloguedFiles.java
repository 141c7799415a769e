package dev.slipway.processing.rendition;

import dev.slipway.storage.DerivedMultipartStore;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Records renditions before they are stored, and removes those that don't reach the catalogue, or
 * that have left it.
 */
@ApplicationScoped
class UncataloguedFiles {
  /**
   * The condition of a file {@code f} that no job will remove: its URLs have expired, or its job is
   * dead.
   */
  static final String ABANDONED =
      """
      (f.remove_after <= :now or f.remove_after is null and f.since < :before
        and not exists (select 1 from media_job j where j.video_id = f.video_id
          and j.kind = 'RENDITIONS' and j.state in ('QUEUED', 'RUNNING')))
      """;

  private static final String FIND_ABANDONED =
      "select {f.*} from uncatalogued_file f where " + ABANDONED + " limit :limit";

  private final DerivedMultipartStore uploads;
  private final DerivedStore store;
  private final UncataloguedFileRows rows;
  private final EntityManager entities;
  private final Clock clock;

  UncataloguedFiles(
      DerivedMultipartStore uploads,
      DerivedStore store,
      UncataloguedFileRows rows,
      EntityManager entities,
      Clock clock) {
    this.uploads = uploads;
    this.store = store;
    this.rows = rows;
    this.entities = entities;
    this.clock = clock;
  }

  /**
   * Removes what the store has of a video's unfinished renditions, and keeps those that were
   * replaced. Must not be called in a transaction. Can be repeated.
   *
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   */
  void remove(String videoId) {
    rows.findUnfinished(videoId).forEach(this::remove);
  }

  /** Removes those of some keys. */
  void remove(String videoId, List<ObjectKey> keys) {
    rows.findUnfinished(videoId).stream()
        .filter(file -> keys.contains(file.key()))
        .forEach(this::remove);
  }

  private void remove(UncataloguedFile file) {
    if (rows.claim(file.key())) {
      removeClaimed(file);
    }
  }

  /**
   * Removes a file that {@link #findAbandoned} has found, unless an attempt has begun meanwhile.
   *
   * @param age how long ago it was begun at least
   */
  void removeAbandoned(UncataloguedFile file, Duration age) {
    if (rows.claimAbandoned(file.key(), clock.instant().minus(age))) {
      removeClaimed(file);
    }
  }

  private void removeClaimed(UncataloguedFile file) {
    if (file.uploadId != null) {
      uploads.abort(file.key(), file.uploadId);
    }
    // The upload may have been completed.
    store.remove(file.key());
    rows.delete(file.key());
  }

  /**
   * Finds files that no job will remove, because it is dead, or because they were replaced and the
   * last URL of them has expired.
   *
   * @param age how long ago the files were begun at least
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  List<UncataloguedFile> findAbandoned(Duration age, int limit) {
    return NativeQueries.entities(entities, FIND_ABANDONED, UncataloguedFile.class, "f")
        .setParameter("before", clock.instant().minus(age))
        .setParameter("now", clock.instant())
        .setParameter("limit", limit)
        .getResultList();
  }
}
