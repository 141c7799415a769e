package dev.slipway.processing.rendition;

import dev.slipway.storage.ObjectKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/** The rows of {@link UncataloguedFiles}, each change in a transaction of its own. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class UncataloguedFileRows {
  private final Clock clock;

  UncataloguedFileRows(Clock clock) {
    this.clock = clock;
  }

  void insert(ObjectKey key, String videoId, String uploadId) {
    new UncataloguedFile(key, videoId, uploadId, clock.instant()).persist();
  }

  List<UncataloguedFile> find(String videoId) {
    return UncataloguedFile.findByVideo(videoId);
  }

  void delete(ObjectKey key) {
    UncataloguedFile.deleteById(key.value());
  }

  /** Replaces renditions of the catalogue, in the transaction that writes the new ones. */
  @Transactional(Transactional.TxType.MANDATORY)
  void exchange(String videoId, List<ObjectKey> catalogued, List<ObjectKey> replaced) {
    for (var key : catalogued) {
      UncataloguedFile.deleteById(key.value());
    }
    for (var key : replaced) {
      new UncataloguedFile(key, videoId, null, clock.instant()).persist();
    }
  }
}
