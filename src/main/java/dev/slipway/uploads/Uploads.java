package dev.slipway.uploads;

import dev.slipway.account.Audit;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Quotas;
import dev.slipway.catalogue.Arrivals;
import dev.slipway.catalogue.Signal;
import dev.slipway.catalogue.VideoView;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.PresignedUrl;
import dev.slipway.storage.Presigner;
import dev.slipway.web.ErrorCode;
import dev.slipway.web.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Opens, signs, completes and gives up the caller's uploads. */
@Startup
@ApplicationScoped
class Uploads {
  private static final int MOST = 100;

  private final Duration urlLifetime;
  private final UploadRules rules;
  private final CurrentAccount current;
  private final Quotas quotas;
  private final Audit audit;
  private final Presigner presigner;
  private final ObjectStore store;
  private final Arrivals arrivals;
  private final SecureRandom random;
  private final Clock clock;

  Uploads(
      UploadsConfig config,
      CurrentAccount current,
      Quotas quotas,
      Audit audit,
      Presigner presigner,
      ObjectStore store,
      Arrivals arrivals,
      SecureRandom random,
      Clock clock) {
    this.urlLifetime =
        Presigner.checkLifetime("SLIPWAY_UPLOADS_URL_LIFETIME", config.urlLifetime());
    this.rules = new UploadRules(config.types(), config.maxSize().asLongValue());
    this.current = current;
    this.quotas = quotas;
    this.audit = audit;
    this.presigner = presigner;
    this.store = store;
    this.arrivals = arrivals;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Records the intent, reserves the room and signs the URL. A refusal leaves nothing behind.
   *
   * @throws ProblemException naming what is wrong with the request, or {@code quota-exceeded}
   */
  UploadView open(UploadRequest request) {
    var terms = rules.check(request);
    var id = ObjectId.random(random);
    var owner = current.getName();
    var put = sign(id, owner, terms);
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              quotas.requireRoom(owner, terms.size());
              var upload = new Upload(id, owner, terms, clock.instant(), put.expiresAt());
              upload.persist();
              quotas.reserve(owner, id.value(), terms.size());
              audit.record(owner, "upload.opened", id.value(), null);
              return UploadView.of(upload, put);
            });
  }

  /** The caller's uploads, newest first. */
  List<UploadView> own(UploadStatus status) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Upload.<Upload>find(
                        "owner = ?1 and status = ?2 order by createdAt desc, id desc",
                        current.getName(),
                        status)
                    .page(0, MOST)
                    .stream()
                    .map(UploadView::of)
                    .toList());
  }

  UploadView get(String id) {
    return QuarkusTransaction.requiringNew().call(() -> UploadView.of(ownOne(id, false)));
  }

  /**
   * A fresh URL for the same file.
   *
   * @throws ProblemException {@code upload-closed} where the upload is no longer open
   */
  UploadView sign(String id) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var upload = ownOne(id, true);
              refuseClosed(upload);
              var put = sign(new ObjectId(id), upload.owner, UploadTerms.of(upload));
              upload.signedUntil(put.expiresAt());
              audit.record(current.getName(), "upload.resigned", id, null);
              return UploadView.of(upload, put);
            });
  }

  /**
   * The client says that the bytes are stored. The store is asked; its word alone counts.
   *
   * @throws ProblemException {@code upload-incomplete} where the store has no such object; {@code
   *     upload-closed} where the upload was given up
   */
  VideoView complete(String id) {
    var upload = QuarkusTransaction.requiringNew().call(() -> ownOne(id, false));
    if (upload.status == UploadStatus.ABORTED) {
      refuseClosed(upload);
    }
    return arrivals
        .look(upload.key(), Signal.COMPLETION)
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.UPLOAD_INCOMPLETE,
                    "PUT the file to the upload's URL first, then complete it."));
  }

  /**
   * Gives the upload up. Doing so again changes nothing.
   *
   * @throws ProblemException {@code upload-closed} where the object is stored already
   */
  void abort(String id) {
    var key =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  var upload = ownOne(id, true);
                  refuseStored(upload);
                  if (upload.isOpen()) {
                    upload.become(UploadStatus.ABORTED);
                    quotas.release(id);
                    audit.record(current.getName(), "upload.aborted", id, null);
                  }
                  return upload.key();
                });
    // The PUT may have ended just before. If it ends after, its notification finds the tombstone.
    store.remove(key);
  }

  private PresignedUrl sign(ObjectId id, String owner, UploadTerms terms) {
    return presigner.put(ObjectKey.ofSource(id), terms.signedFor(owner), urlLifetime);
  }

  private Upload ownOne(String id, boolean lock) {
    var lockMode = lock ? LockModeType.PESSIMISTIC_WRITE : LockModeType.NONE;
    Upload upload = ObjectId.isId(id) ? Upload.findById(id, lockMode) : null;
    if (upload == null || !current.manages(upload.owner)) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "There is no such upload of yours.");
    }
    return upload;
  }

  private static void refuseClosed(Upload upload) {
    if (!upload.isOpen()) {
      throw new ProblemException(
          ErrorCode.UPLOAD_CLOSED,
          "The upload is %s. Open a new one."
              .formatted(upload.status.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static void refuseStored(Upload upload) {
    if (upload.status == UploadStatus.STORED) {
      throw new ProblemException(
          ErrorCode.UPLOAD_CLOSED, "The file is stored already. Delete the video instead.");
    }
  }
}
