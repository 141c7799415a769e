package dev.slipway.uploads;

import dev.slipway.account.Accounts;
import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.catalogue.sync.PendingUpload;
import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.catalogue.sync.UnfinishedUpload;
import dev.slipway.catalogue.sync.UnfinishedUpload.State;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import dev.slipway.uploads.multipart.MultipartUploads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells the catalogue which uploads belong to its objects, from the table of uploads. */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
class DatabasePendingUploads implements PendingUploads {
  /** A day is more than the clocks of store and application can differ. */
  private static final Duration MIN_WRITABLE_TIME = Duration.ofHours(24);

  private final Accounts accounts;
  private final ObjectMetadataCodec metadataCodec;
  private final UploadLifecycle lifecycle;
  private final UploadRepository repository;
  private final MultipartUploads multipartUploads;
  private final Duration longestTransfer;
  private final Duration writableTime;
  private final Clock clock;

  DatabasePendingUploads(
      Accounts accounts,
      ObjectMetadataCodec metadataCodec,
      UploadLifecycle lifecycle,
      UploadRepository repository,
      MultipartUploads multipartUploads,
      UploadsConfig config,
      Clock clock) {
    this.accounts = accounts;
    this.metadataCodec = metadataCodec;
    this.lifecycle = lifecycle;
    this.repository = repository;
    this.multipartUploads = multipartUploads;
    this.longestTransfer = config.longestTransfer();
    this.writableTime = max(longestTransfer, MIN_WRITABLE_TIME).plus(config.urlLifetime());
    this.clock = clock;
  }

  @Override
  public Optional<PendingUpload> findAndLock(ObjectKey key) {
    return key.uploadId().flatMap(id -> Upload.findAndLock(id.value())).map(this::toPendingUpload);
  }

  @Override
  public Optional<PendingUpload> recoverFromMetadata(StoredObject object) {
    return metadataCodec
        .read(object)
        .filter(metadata -> object.key().uploadId().isPresent() && object.size() > 0)
        .filter(metadata -> accounts.mayOwn(metadata.owner()))
        .map(metadata -> lifecycle.recover(object, metadata))
        .map(this::toPendingUpload);
  }

  @Override
  @Transactional
  public Map<RandomId, Boolean> findWhetherAborted(Collection<RandomId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return Upload.getEntityManager()
        .createQuery("select u.id, u.status from Upload u where u.id in :ids", Object[].class)
        .setParameter("ids", ids.stream().map(RandomId::value).toList())
        .getResultStream()
        .collect(
            Collectors.toMap(
                row -> new RandomId((String) row[0]), row -> row[1] == UploadStatus.ABORTED));
  }

  @Override
  @Transactional(TxType.NEVER)
  public void removeParts(ObjectKey key) {
    key.uploadId()
        .flatMap(id -> repository.find(id.value()))
        .flatMap(Upload::multipart)
        .ifPresent(multipartUploads::abort);
  }

  @Override
  public Optional<UnfinishedUpload> findUnfinished(RandomId id) {
    return Upload.<Upload>findByIdOptional(id.value())
        .flatMap(upload -> stateOf(upload).map(state -> toUnfinished(upload, state)));
  }

  @Override
  @Transactional
  public OpenUploads summarizeOpen(String owner) {
    return Upload.getEntityManager()
        .createQuery(
            "select new dev.slipway.catalogue.sync.PendingUploads$OpenUploads(count(u),"
                + " coalesce(sum(u.size), 0)) from Upload u"
                + " where u.owner = :owner and u.status = OPEN",
            OpenUploads.class)
        .setParameter("owner", owner)
        .getSingleResult();
  }

  private Optional<State> stateOf(Upload upload) {
    return switch (upload.status) {
      case OPEN ->
          Optional.of(
              upload.expiresAt.isAfter(clock.instant()) ? State.UPLOADING : State.INTERRUPTED);
      case EXPIRED -> Optional.of(State.EXPIRED);
      case ABORTED -> Optional.of(State.ABORTED);
      case STORED -> Optional.empty();
    };
  }

  private UnfinishedUpload toUnfinished(Upload upload, State state) {
    return new UnfinishedUpload(
        state,
        upload.owner,
        upload.title,
        upload.fileName,
        upload.visibility,
        upload.size,
        upload.createdAt,
        upload.expiresAt,
        upload.expiresAt.plus(longestTransfer));
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /**
   * An upload that was recovered from its object has the time of storing as its expiry, but its URL
   * may have been valid for longer; hence the lifetime of a URL.
   */
  private PendingUpload toPendingUpload(Upload upload) {
    return new PendingUpload(
        new RandomId(upload.id),
        upload.owner,
        upload.details(),
        upload.fileName,
        upload.size,
        upload.isMultipart() ? upload.createdAt : upload.expiresAt.plus(writableTime),
        upload.status == UploadStatus.ABORTED);
  }
}
