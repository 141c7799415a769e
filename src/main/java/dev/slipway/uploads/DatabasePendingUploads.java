package dev.slipway.uploads;

import dev.slipway.account.Accounts;
import dev.slipway.account.quota.Quotas;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.sync.ObjectMetadata;
import dev.slipway.catalogue.sync.ObjectStored;
import dev.slipway.catalogue.sync.PendingUpload;
import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.catalogue.sync.UploadInProgress;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells the catalogue what was promised, and settles upload and quota in the transaction that
 * writes the video.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class DatabasePendingUploads implements PendingUploads {
  private final Quotas quotas;
  private final Accounts accounts;
  private final AuditLog audit;
  private final Event<UploadEnded> ended;

  DatabasePendingUploads(
      Quotas quotas, Accounts accounts, AuditLog audit, Event<UploadEnded> ended) {
    this.ended = ended;
    this.quotas = quotas;
    this.accounts = accounts;
    this.audit = audit;
  }

  @Override
  public Optional<PendingUpload> findAndLock(ObjectKey key) {
    return key.sourceId().map(DatabasePendingUploads::lock).map(DatabasePendingUploads::intentOf);
  }

  @Override
  public Optional<PendingUpload> recoverFromMetadata(StoredObject object) {
    return ObjectMetadata.of(object)
        .filter(origin -> object.key().sourceId().isPresent() && object.size() > 0)
        .filter(origin -> accounts.exists(origin.owner()))
        .map(origin -> Upload.recovered(object, origin))
        .map(this::written)
        .map(DatabasePendingUploads::intentOf);
  }

  @Override
  @Transactional(Transactional.TxType.REQUIRED)
  public Map<RandomId, Boolean> findAbortedById(Collection<RandomId> ids) {
    return ids.isEmpty() ? Map.of() : read(ids.stream().map(RandomId::value).toList());
  }

  @Override
  public Optional<UploadInProgress> findInProgress(RandomId id) {
    return Upload.<Upload>findByIdOptional(id.value())
        .filter(Upload::isOpen)
        .map(
            upload ->
                new UploadInProgress(
                    upload.owner, upload.title, upload.fileName, upload.size, upload.createdAt));
  }

  void onObjectStored(@Observes ObjectStored stored) {
    var id = stored.uploadId().value();
    Upload upload = Upload.findById(id);
    if (upload.status != UploadStatus.STORED) {
      upload.transitionTo(UploadStatus.STORED);
      ended.fire(new UploadEnded(upload.status));
    }
    quotas.adjust(id, stored.owner(), stored.size());
  }

  private static Map<RandomId, Boolean> read(List<String> ids) {
    return Upload.getEntityManager()
        .createQuery("select u.id, u.status from Upload u where u.id in :ids", Object[].class)
        .setParameter("ids", ids)
        .getResultStream()
        .collect(
            Collectors.toMap(
                row -> new RandomId((String) row[0]), row -> row[1] == UploadStatus.ABORTED));
  }

  private Upload written(Upload upload) {
    upload.persistAndFlush();
    audit.record(AuditLog.STORE, "upload.recovered", upload.id, null);
    return upload;
  }

  private static Upload lock(RandomId id) {
    return Upload.findById(id.value(), LockModeType.PESSIMISTIC_WRITE);
  }

  private static PendingUpload intentOf(Upload upload) {
    return new PendingUpload(
        new RandomId(upload.id),
        upload.owner,
        upload.details(),
        upload.fileName,
        upload.size,
        upload.status == UploadStatus.ABORTED);
  }
}
