package dev.slipway.uploads;

import dev.slipway.account.Quotas;
import dev.slipway.catalogue.Awaited;
import dev.slipway.catalogue.Intent;
import dev.slipway.catalogue.Intents;
import dev.slipway.catalogue.ObjectStored;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Optional;

/**
 * Tells the catalogue what was promised, and settles upload and quota in the transaction that
 * writes the video.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class UploadIntents implements Intents {
  private final Quotas quotas;

  UploadIntents(Quotas quotas) {
    this.quotas = quotas;
  }

  @Override
  public Optional<Intent> hold(ObjectKey key) {
    return key.sourceId().map(UploadIntents::lock).map(UploadIntents::intentOf);
  }

  @Override
  public Optional<Awaited> awaited(ObjectId id) {
    return Upload.<Upload>findByIdOptional(id.value())
        .filter(Upload::isOpen)
        .map(
            upload ->
                new Awaited(
                    upload.owner, upload.title, upload.fileName, upload.size, upload.createdAt));
  }

  void settle(@Observes ObjectStored stored) {
    var id = stored.uploadId().value();
    Upload upload = Upload.findById(id);
    if (upload.status != UploadStatus.STORED) {
      upload.become(UploadStatus.STORED);
    }
    quotas.settle(id, stored.owner(), stored.size());
  }

  private static Upload lock(ObjectId id) {
    return Upload.findById(id.value(), LockModeType.PESSIMISTIC_WRITE);
  }

  private static Intent intentOf(Upload upload) {
    return new Intent(
        new ObjectId(upload.id),
        upload.owner,
        upload.details(),
        upload.fileName,
        upload.status == UploadStatus.ABORTED);
  }
}
