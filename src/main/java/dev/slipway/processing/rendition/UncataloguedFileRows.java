package dev.slipway.processing.rendition;

import dev.slipway.storage.ObjectKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The rows of {@link UncataloguedFiles}, each change in a transaction of its own. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class UncataloguedFileRows {
  private static final String CLAIM_ABANDONED =
      """
      update uncatalogued_file f set removing = true where object_key = :key and
      """
          + UncataloguedFiles.ABANDONED;

  private final Clock clock;

  UncataloguedFileRows(Clock clock) {
    this.clock = clock;
  }

  void insert(ObjectKey key, String videoId, String uploadId) {
    new UncataloguedFile(key, videoId, uploadId, clock.instant()).persist();
  }

  /** Finds the files of a video that are being made, or that an attempt has left. */
  List<UncataloguedFile> findUnfinished(String videoId) {
    return UncataloguedFile.findUnfinished(videoId);
  }

  /**
   * Claims a file before it is removed from the store, so that no attempt can catalogue it
   * meanwhile.
   *
   * @return false if it has entered the catalogue, or was removed
   */
  boolean claim(ObjectKey key) {
    return UncataloguedFile.update("removing = true where objectKey = ?1", key.value()) > 0;
  }

  /**
   * Claims a file that no attempt can be working on, or that was replaced and has expired.
   *
   * @param before when it was begun at the latest
   * @return false if it is newer, or a job of its video is queued or running
   */
  boolean claimAbandoned(ObjectKey key, Instant before) {
    return UncataloguedFile.getEntityManager()
            .createNativeQuery(CLAIM_ABANDONED)
            .setParameter("key", key.value())
            .setParameter("before", before)
            .setParameter("now", clock.instant())
            .executeUpdate()
        > 0;
  }

  void delete(ObjectKey key) {
    UncataloguedFile.deleteById(key.value());
  }

  /**
   * Replaces renditions of the catalogue, in the transaction that writes the new ones.
   *
   * @param removeAfter when the replaced ones are removed
   * @throws IllegalStateException if a new one was removed meanwhile; the attempt has to be
   *     repeated
   */
  @Transactional(Transactional.TxType.MANDATORY)
  void exchange(
      String videoId, List<ObjectKey> catalogued, List<ObjectKey> replaced, Instant removeAfter) {
    for (var key : catalogued) {
      if (UncataloguedFile.delete("objectKey = ?1 and removing = false", key.value()) != 1) {
        throw new IllegalStateException("A rendition was removed before it was complete");
      }
    }
    for (var key : replaced) {
      UncataloguedFile.replaced(key, videoId, clock.instant(), removeAfter).persist();
    }
  }
}
