package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.quota.Quotas;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.storage.ObjectStore;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.util.List;

/** Shows the caller's uploads, and gives them up. */
@ApplicationScoped
class Uploads {
  private static final int MAX_UPLOADS = 100;

  private final Duration longestTransfer;
  private final UploadAccess own;
  private final MultipartUploads multiparts;
  private final CurrentAccount current;
  private final Quotas quotas;
  private final AuditLog audit;
  private final ObjectStore store;
  private final CatalogueSync arrivals;
  private final Event<UploadEnded> ended;

  Uploads(
      UploadsConfig config,
      UploadAccess own,
      MultipartUploads multiparts,
      CurrentAccount current,
      Quotas quotas,
      AuditLog audit,
      ObjectStore store,
      CatalogueSync arrivals,
      Event<UploadEnded> ended) {
    this.ended = ended;
    this.longestTransfer = config.longestTransfer();
    this.own = own;
    this.multiparts = multiparts;
    this.current = current;
    this.quotas = quotas;
    this.audit = audit;
    this.store = store;
    this.arrivals = arrivals;
  }

  /** The caller's uploads of one status, newest first. */
  List<UploadView> list(UploadStatus status) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Upload.<Upload>find(
                        "owner = ?1 and status = ?2 order by createdAt desc, id desc",
                        current.getName(),
                        status)
                    .page(0, MAX_UPLOADS)
                    .stream()
                    .map(upload -> UploadView.of(upload, longestTransfer))
                    .toList());
  }

  /**
   * One upload; of an open one in parts with those that the store holds.
   *
   * @throws ProblemException {@code upload-vanished} where the store holds neither parts nor object
   */
  UploadView get(String id) {
    var upload = find(id);
    var view = UploadView.of(upload, longestTransfer);
    if (!upload.isOpen() || !upload.isMultipart()) {
      return view;
    }
    return multiparts.listWithChecksums(upload).map(view::with).orElseGet(() -> lookedAt(upload));
  }

  /**
   * Gives the upload up. Doing so again changes nothing.
   *
   * @throws ProblemException {@code upload-closed} where the object is stored already
   */
  void abort(String id) {
    var upload =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  var locked = own.requireLocked(id);
                  locked.requireNotStored();
                  if (locked.isOpen()) {
                    locked.transitionTo(UploadStatus.ABORTED);
                    ended.fire(new UploadEnded(locked.status));
                    quotas.release(id);
                    audit.record(current.getName(), "upload.aborted", id, null);
                  }
                  return locked;
                });
    multiparts.abort(upload);
    // The PUT may have ended just before. If it ends after, its notification finds the tombstone.
    // An
    // expired upload is none: an object that comes late reopens it.
    if (upload.status == UploadStatus.ABORTED) {
      store.remove(upload.key());
    }
  }

  private Upload find(String id) {
    return QuarkusTransaction.requiringNew().call(() -> own.require(id));
  }

  /**
   * The parts are gone: either they became an object whose completion was never answered, or not.
   */
  private UploadView lookedAt(Upload upload) {
    if (arrivals.sync(upload.key(), SyncTrigger.COMPLETION).isEmpty()) {
      throw UploadCompleter.vanished();
    }
    return UploadView.of(find(upload.id), longestTransfer);
  }
}
