package dev.slipway.uploads;

import dev.slipway.account.Accounts;
import dev.slipway.account.Audit;
import dev.slipway.account.Quotas;
import dev.slipway.catalogue.Awaited;
import dev.slipway.catalogue.Intent;
import dev.slipway.catalogue.Intents;
import dev.slipway.catalogue.ObjectStored;
import dev.slipway.catalogue.Origin;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
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
class UploadIntents implements Intents {
  private final Quotas quotas;
  private final Accounts accounts;
  private final Audit audit;
  private final Event<UploadEnded> ended;

  UploadIntents(Quotas quotas, Accounts accounts, Audit audit, Event<UploadEnded> ended) {
    this.ended = ended;
    this.quotas = quotas;
    this.accounts = accounts;
    this.audit = audit;
  }

  @Override
  public Optional<Intent> hold(ObjectKey key) {
    return key.sourceId().map(UploadIntents::lock).map(UploadIntents::intentOf);
  }

  @Override
  public Optional<Intent> recover(StoredObject object) {
    return Origin.of(object)
        .filter(origin -> object.key().sourceId().isPresent() && object.size() > 0)
        .filter(origin -> accounts.exists(origin.owner()))
        .map(origin -> Upload.recovered(object, origin))
        .map(this::written)
        .map(UploadIntents::intentOf);
  }

  @Override
  @Transactional(Transactional.TxType.REQUIRED)
  public Map<ObjectId, Boolean> withdrawn(Collection<ObjectId> ids) {
    return ids.isEmpty() ? Map.of() : read(ids.stream().map(ObjectId::value).toList());
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
      ended.fire(new UploadEnded(upload.status));
    }
    quotas.settle(id, stored.owner(), stored.size());
  }

  private static Map<ObjectId, Boolean> read(List<String> ids) {
    return Upload.getEntityManager()
        .createQuery("select u.id, u.status from Upload u where u.id in :ids", Object[].class)
        .setParameter("ids", ids)
        .getResultStream()
        .collect(
            Collectors.toMap(
                row -> new ObjectId((String) row[0]), row -> row[1] == UploadStatus.ABORTED));
  }

  private Upload written(Upload upload) {
    upload.persistAndFlush();
    audit.record(Audit.STORE, "upload.recovered", upload.id, null);
    return upload;
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
        upload.size,
        upload.status == UploadStatus.ABORTED);
  }
}
