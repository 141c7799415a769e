package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.quota.Quotas;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.DeletionWriter.ObjectPurged;
import dev.slipway.catalogue.metadata.ObjectMetadata;
import dev.slipway.catalogue.sync.ObjectStored;
import dev.slipway.observability.LifecycleLog;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.uploads.multipart.SignedPartRepository;
import dev.slipway.uploads.multipart.ValidatedPart;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/**
 * Performs every state change of an upload, together with its quota reservation, audit entry and
 * event, in one transaction. No method calls the store.
 */
@ApplicationScoped
@Transactional
public class UploadLifecycle {
  private static final String OPENED = "Upload opened";

  /**
   * Replicas insert in the same order, because each insert waits for a transaction that has
   * inserted the same key.
   */
  private static final Comparator<Upload> BY_IDEMPOTENCY_KEY =
      Comparator.comparing(
          upload -> upload.idempotencyKey, Comparator.nullsLast(Comparator.naturalOrder()));

  private final Duration urlLifetime;
  private final Presigner presigner;
  private final UploadAccess access;
  private final SignedPartRepository signedParts;
  private final CurrentAccount caller;
  private final Quotas quotas;
  private final AuditLog audit;
  private final LifecycleLog log;
  private final SecureRandom random;
  private final Clock clock;
  private final Event<UploadOpened> opened;
  private final Event<UploadEnded> ended;
  private final Event<UploadExpired> expired;

  UploadLifecycle(
      UploadsConfig config,
      Presigner presigner,
      UploadAccess access,
      SignedPartRepository signedParts,
      CurrentAccount caller,
      Quotas quotas,
      AuditLog audit,
      LifecycleLog log,
      SecureRandom random,
      Clock clock,
      Event<UploadOpened> opened,
      Event<UploadEnded> ended,
      Event<UploadExpired> expired) {
    this.urlLifetime = config.urlLifetime();
    this.presigner = presigner;
    this.access = access;
    this.signedParts = signedParts;
    this.caller = caller;
    this.quotas = quotas;
    this.audit = audit;
    this.log = log;
    this.random = random;
    this.clock = clock;
    this.opened = opened;
    this.ended = ended;
    this.expired = expired;
  }

  /**
   * The data to open an upload in the transaction of another request.
   *
   * @param idempotencyKey may be null
   * @param origin of the request
   */
  record Opening(ValidatedUpload file, String idempotencyKey, AuditEntry.Origin origin) {}

  /** Collects what {@link #openAll} needs from the current request. */
  @Transactional(TxType.SUPPORTS)
  Opening prepareOpening(ValidatedUpload file, String idempotencyKey) {
    return new Opening(file, idempotencyKey, audit.currentOrigin());
  }

  /**
   * Opens uploads of an account, and reserves their sizes: all of them or none. After the commit,
   * each caller passes its upload to {@link #announceOpened}.
   *
   * @return the uploads, in the order of the openings
   * @throws ProblemException {@code quota-exceeded}
   * @throws org.hibernate.exception.ConstraintViolationException if the account has already used an
   *     idempotency key
   */
  @Transactional(TxType.REQUIRES_NEW)
  List<Upload> openAll(String owner, List<Opening> openings) {
    var uploads =
        openings.stream()
            .map(
                opening -> {
                  var upload = create(owner, opening.file());
                  upload.idempotencyKey = opening.idempotencyKey();
                  return upload;
                })
            .toList();
    insert(owner, uploads, openings.stream().map(Opening::origin).toList(), null);
    return uploads;
  }

  /** Logs and counts an upload that {@link #openAll} has opened. */
  @Transactional(TxType.NOT_SUPPORTED)
  void announceOpened(Upload upload) {
    log.recordCommitted(OPENED, upload.id, upload.owner, upload.size);
    opened.fire(new UploadOpened(upload.isMultipart()));
  }

  /**
   * Opens an upload of a file that the application has received, for the caller.
   *
   * @param transport how the bytes arrived
   */
  Upload openReceived(ValidatedUpload validated, StreamedUploads.Transport transport) {
    return insertReceived(create(caller.getName(), validated), transport);
  }

  /**
   * Opens an upload whose bytes pass through the application, for the caller, and reserves the size
   * of its first part.
   *
   * @param transfer may add parts
   * @param transport how the bytes arrive
   * @throws ProblemException {@code quota-exceeded}
   */
  Upload openGrowing(
      ValidatedUpload firstPart, String transfer, StreamedUploads.Transport transport) {
    var upload = create(caller.getName(), firstPart);
    upload.growing = true;
    upload.transfer = transfer;
    return insertReceived(upload, transport);
  }

  /**
   * Lets another transfer continue a growing upload of the caller. From now on the previous one
   * can't add parts.
   *
   * @throws ProblemException {@code upload-closed}
   */
  Upload continueGrowing(String id, String transfer) {
    var upload = access.requireLocked(id);
    upload.requireGrowing();
    upload.transfer = transfer;
    upload.extendExpiry(presigner.expiryOf(urlLifetime));
    return upload;
  }

  /**
   * Records the next part of a growing upload of the caller before it is sent, and reserves its
   * bytes.
   *
   * @param size of the file up to the end of the part
   * @param expectedSize of the whole file at least, as its container says; 0 if unknown
   * @param last whether the file ends with the part, which also ends the growth
   * @throws ProblemException {@code upload-closed}; {@code quota-exceeded}
   */
  Upload grow(
      String id, String transfer, ValidatedPart part, long size, long expectedSize, boolean last) {
    quotas.requireRoomToGrow(caller.getName(), id, size);
    var upload = access.requireLocked(id);
    upload.requireTransfer(transfer);
    if (last) {
      // Before the part is sent, so that a later request that finds it knows that it is the last.
      upload.growing = false;
    } else {
      upload.requireGrowing();
    }
    upload.size = size;
    upload.storedParts = part.number() - 1;
    upload.expectedSize = expectedSize;
    upload.extendExpiry(presigner.expiryOf(urlLifetime));
    quotas.adjust(id, upload.owner, size);
    if (!signedParts.record(id, List.of(part)).isEmpty()) {
      // An earlier transfer has sent other bytes, which this part replaces in the store.
      signedParts.replaceChecksums(id, List.of(part));
    }
    return upload;
  }

  /**
   * Records that the store has a part of a growing upload of the caller.
   *
   * @param etag as the store returned it
   * @throws ProblemException {@code upload-closed}, also if another transfer has continued the
   *     upload: then the part may have replaced one of that transfer
   */
  void recordStored(String id, String transfer, ValidatedPart part, String etag) {
    var upload = access.requireLocked(id);
    upload.requireTransfer(transfer);
    if (part.size() == upload.partSize) {
      upload.storedParts = part.number();
    }
    // A request that listed the parts before must not reopen the growth because this was missing.
    Upload.getEntityManager().lock(upload, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
    signedParts.recordEtag(id, part.number(), etag);
  }

  /**
   * Ends the growth of an upload of the caller: its size is final, and its parts can be assembled.
   * Idempotent.
   *
   * @throws ProblemException {@code upload-closed}
   */
  Upload endGrowth(String id, String transfer) {
    var upload = access.requireLocked(id);
    if (upload.growing || !transfer.equals(upload.transfer)) {
      upload.requireTransfer(transfer);
      upload.growing = false;
    }
    return upload;
  }

  /**
   * Lets an upload of the caller grow again, because the store lacked parts of it, unless it has
   * changed since.
   *
   * @param ended as it was before the store was asked
   */
  void reopenGrowth(Upload ended) {
    var upload = access.requireLocked(ended.id);
    if (upload.version == ended.version && upload.isOpen()) {
      upload.growing = true;
    }
  }

  /**
   * Recreates a lost upload, such as after a loss of the database, for an object that is about to
   * be catalogued. {@link #markStored} follows in the same transaction.
   */
  @Transactional(TxType.MANDATORY)
  Upload recover(StoredObject object, ObjectMetadata metadata) {
    var upload = Upload.fromObject(object, metadata);
    upload.persistAndFlush();
    audit.record(AuditLog.STORE, "upload.recovered", upload.id, null);
    return upload;
  }

  /**
   * Marks the upload as stored, and counts the size of its object instead of the reserved size. An
   * expired upload whose object arrived late is stored too, even beyond the quota. Runs in the
   * transaction that writes the video's row; the catalogue has locked the upload there.
   */
  @Transactional(TxType.MANDATORY)
  void markStored(@Observes ObjectStored object) {
    Upload upload = Upload.findById(object.uploadId().value());
    if (upload.status != UploadStatus.STORED) {
      end(upload, UploadStatus.STORED, "Upload stored", object.size());
    }
    quotas.adjust(upload.id, object.owner(), object.size());
  }

  /**
   * Returns the quota of a deleted video, whose object is no longer in the store. Runs in the
   * transaction that records the removal. The upload stays stored; the video is the tombstone.
   */
  @Transactional(TxType.MANDATORY)
  void releaseQuota(@Observes ObjectPurged object) {
    quotas.release(object.uploadId());
  }

  /**
   * Aborts an upload of the caller if it is open. Idempotent.
   *
   * @throws ProblemException {@code upload-closed} if its object is already stored
   */
  Upload abort(String id) {
    var upload = access.requireLocked(id);
    upload.requireNotStored();
    if (upload.isOpen()) {
      abort(upload, caller.getName(), null);
    }
    return upload;
  }

  /**
   * Aborts an upload whose account was removed, if it is open.
   *
   * @param actor the administrator who removed it
   */
  @Transactional(TxType.MANDATORY)
  public void abortOfRemoved(String id, String actor) {
    var upload = Upload.findAndLock(id).orElseThrow();
    if (upload.isOpen()) {
      abort(upload, actor, null);
    }
  }

  /**
   * Aborts an upload that the store failed to start. The caller cannot abort it, because it has not
   * received the id. The idempotency key becomes free, so that the same request can be sent again.
   */
  void abortUnstarted(String id) {
    var upload = Upload.findAndLock(id).orElseThrow();
    if (upload.isOpen() && upload.multipartId == null) {
      upload.idempotencyKey = null;
      abort(upload, AuditLog.SYSTEM, "The store did not start it");
    }
  }

  /**
   * Expires an upload, unless it was stored, aborted or signed again in the meantime.
   *
   * @param cutoff no transfer of a URL that expired before this time is still under way
   * @return whether the upload has expired now
   */
  boolean expire(String id, Instant cutoff) {
    var upload = Upload.findAndLock(id).orElseThrow();
    if (!upload.isOpen() || !upload.expiresAt.isBefore(cutoff)) {
      return false;
    }
    end(upload, UploadStatus.EXPIRED, "Upload expired", upload.size);
    quotas.release(id);
    audit.record(AuditLog.SYSTEM, "upload.expired", id, null);
    expired.fire(UploadExpired.of(upload));
    return true;
  }

  /**
   * Assigns the store's id of the multipart upload, unless another call was faster.
   *
   * @return the assigned id, of this or the other call; empty if the upload is no longer open
   */
  Optional<String> assignMultipartId(String id, String multipartId) {
    var upload = Upload.findAndLock(id).orElseThrow();
    if (!upload.isOpen()) {
      return Optional.empty();
    }
    if (upload.multipartId == null) {
      upload.multipartId = multipartId;
    }
    return Optional.of(upload.multipartId);
  }

  Optional<String> findMultipartId(String id) {
    return Upload.<Upload>findByIdOptional(id).map(upload -> upload.multipartId);
  }

  /** Forgets the parts of a closed upload, when no transfer to it can be under way any more. */
  void forgetParts(String id) {
    signedParts.delete(id);
    Upload.update("multipartId = null where id = ?1", id);
  }

  private Upload create(String owner, ValidatedUpload validated) {
    var expiresAt = presigner.expiryOf(urlLifetime);
    return new Upload(RandomId.random(random), owner, validated, clock.instant(), expiresAt);
  }

  private Upload insertReceived(Upload upload, StreamedUploads.Transport transport) {
    insert(upload.owner, List.of(upload), List.of(audit.currentOrigin()), transport.label());
    log.record(OPENED, upload.id, upload.owner, upload.size);
    opened.fire(new UploadOpened(upload.isMultipart()));
    return upload;
  }

  /** Inserts uploads with as many round trips to the database as one of them needs. */
  private void insert(
      String owner, List<Upload> uploads, List<AuditEntry.Origin> origins, String auditDetail) {
    Upload.getEntityManager().unwrap(Session.class).setJdbcBatchSize(uploads.size());
    Upload.persist(uploads.stream().sorted(BY_IDEMPOTENCY_KEY));
    Upload.flush();
    var changes = new ArrayList<AuditLog.Change>();
    var sizes = new LinkedHashMap<String, Long>();
    for (var index = 0; index < uploads.size(); index++) {
      var upload = uploads.get(index);
      changes.add(new AuditLog.Change(upload.id, auditDetail, origins.get(index)));
      sizes.put(upload.id, upload.size);
    }
    audit.recordAll(owner, "upload.opened", changes);
    quotas.reserveWithinLimits(owner, sizes);
  }

  private void abort(Upload upload, String actor, String detail) {
    end(upload, UploadStatus.ABORTED, "Upload aborted", upload.size);
    upload.clearText();
    quotas.release(upload.id);
    // Nothing assembles or continues it. The object that a late completion makes is removed.
    signedParts.delete(upload.id);
    audit.record(actor, "upload.aborted", upload.id, detail);
  }

  private void end(Upload upload, UploadStatus status, String change, long size) {
    upload.transitionTo(status);
    log.record(change, upload.id, upload.owner, size);
    ended.fire(new UploadEnded(status));
  }

  /** An upload was opened. Fired in the transaction that writes it. */
  record UploadOpened(boolean multipart) {}

  /** An upload was stored, aborted or expired. Fired in the transaction that writes the status. */
  record UploadEnded(UploadStatus status) {}

  /**
   * An upload was abandoned and has expired. Fired synchronously in the transaction that writes the
   * status, so that what an observer writes is stored with it or not at all.
   *
   * @param size declared bytes
   */
  public record UploadExpired(
      String id,
      String owner,
      String title,
      String fileName,
      String contentType,
      long size,
      Instant createdAt) {
    static UploadExpired of(Upload upload) {
      return new UploadExpired(
          upload.id,
          upload.owner,
          upload.title,
          upload.fileName,
          upload.contentType,
          upload.size,
          upload.createdAt);
    }
  }
}
