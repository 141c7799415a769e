package dev.slipway.uploads;

import dev.slipway.account.Quotas;
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
import java.util.regex.Pattern;

/**
 * Tells the catalogue what was promised, and settles upload and quota in the transaction that
 * writes the video.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class UploadIntents implements Intents {
  private static final Pattern SOURCE = Pattern.compile("videos/([a-z2-7]{26})/source");

  private final Quotas quotas;

  UploadIntents(Quotas quotas) {
    this.quotas = quotas;
  }

  @Override
  public Optional<Intent> hold(ObjectKey key) {
    var matcher = SOURCE.matcher(key.value());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Upload upload = Upload.findById(matcher.group(1), LockModeType.PESSIMISTIC_WRITE);
    return Optional.ofNullable(upload).map(UploadIntents::intentOf);
  }

  void settle(@Observes ObjectStored stored) {
    var id = stored.uploadId().value();
    Upload upload = Upload.findById(id);
    if (upload.status != UploadStatus.STORED) {
      upload.become(UploadStatus.STORED);
    }
    quotas.settle(id, stored.owner(), stored.size());
  }

  private static Intent intentOf(Upload upload) {
    return new Intent(
        new ObjectId(upload.id),
        upload.owner,
        upload.title,
        upload.fileName,
        upload.status == UploadStatus.ABORTED);
  }
}
