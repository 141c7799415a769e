package dev.slipway.uploads;

import dev.slipway.account.Audit;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Quotas;
import dev.slipway.catalogue.Arrivals;
import dev.slipway.catalogue.Signal;
import dev.slipway.storage.ObjectStore;
import dev.slipway.web.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.util.List;

/** Shows the caller's uploads, and gives them up. */
@ApplicationScoped
class Uploads {
  private static final int MOST = 100;

  private final Duration longestTransfer;
  private final OwnUploads own;
  private final Multiparts multiparts;
  private final CurrentAccount current;
  private final Quotas quotas;
  private final Audit audit;
  private final ObjectStore store;
  private final Arrivals arrivals;
  private final Event<UploadEnded> ended;

  Uploads(
      UploadsConfig config,
      OwnUploads own,
      Multiparts multiparts,
      CurrentAccount current,
      Quotas quotas,
      Audit audit,
      ObjectStore store,
      Arrivals arrivals,
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
    return multiparts.held(upload).map(view::with).orElseGet(() -> lookedAt(upload));
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
                  var locked = own.lock(id);
                  locked.requireNotStored();
                  if (locked.isOpen()) {
                    locked.become(UploadStatus.ABORTED);
                    ended.fire(new UploadEnded(locked.status));
                    quotas.release(id);
                    audit.record(current.getName(), "upload.aborted", id, null);
                  }
                  return locked;
                });
    multiparts.discard(upload);
    // The PUT may have ended just before. If it ends after, its notification finds the tombstone.
    // An
    // expired upload is none: an object that comes late reopens it.
    if (upload.status == UploadStatus.ABORTED) {
      store.remove(upload.key());
    }
  }

  private Upload find(String id) {
    return QuarkusTransaction.requiringNew().call(() -> own.find(id));
  }

  /**
   * The parts are gone: either they became an object whose completion was never answered, or not.
   */
  private UploadView lookedAt(Upload upload) {
    if (arrivals.look(upload.key(), Signal.COMPLETION).isEmpty()) {
      throw Completions.vanished();
    }
    return UploadView.of(find(upload.id), longestTransfer);
  }
}
