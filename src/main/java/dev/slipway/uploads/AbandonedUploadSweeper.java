package dev.slipway.uploads;

import dev.slipway.account.quota.Quotas;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.observability.LogFields;
import dev.slipway.storage.StoreUnavailableException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Gives up what nobody finishes. No URL of such an upload is good any more, and no transfer that
 * began with one can still be under way; even so the store is asked first, and an object that is
 * there is catalogued. Every step may be repeated, here and on other replicas.
 */
@ApplicationScoped
class AbandonedUploadSweeper {
  private static final Logger LOG = Logger.getLogger(AbandonedUploadSweeper.class);
  private static final int BATCH = 100;

  /** So many in a row, and the store is away, not just unable to do one thing. */
  private static final int UNAVAILABLE_IN_A_ROW = 3;

  private final Duration longestTransfer;
  private final MultipartUploads multiparts;
  private final UploadCompleter completions;
  private final CatalogueSync arrivals;
  private final Quotas quotas;
  private final AuditLog audit;
  private final Clock clock;
  private final Event<UploadEnded> ended;

  AbandonedUploadSweeper(
      UploadsConfig config,
      MultipartUploads multiparts,
      UploadCompleter completions,
      CatalogueSync arrivals,
      Quotas quotas,
      AuditLog audit,
      Clock clock,
      Event<UploadEnded> ended) {
    this.ended = ended;
    this.longestTransfer = config.longestTransfer();
    this.multiparts = multiparts;
    this.completions = completions;
    this.arrivals = arrivals;
    this.quotas = quotas;
    this.audit = audit;
    this.clock = clock;
  }

  @Scheduled(
      every = "{slipway.uploads.sweep-every}",
      delayed = "30s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void sweepOnSchedule() {
    sweep(clock.instant());
  }

  /** One pass, as of a time. What the store can't be asked about now is for the next. */
  void sweep(Instant now) {
    var lastTransfer = now.minus(longestTransfer);
    each(
        "status = OPEN and expiresAt < ?1",
        lastTransfer,
        upload -> expireUnlessStored(upload, lastTransfer));
    each(
        "status <> OPEN and multipartId is not null and expiresAt < ?1", lastTransfer, this::clear);
  }

  /** In batches along an index, so that one that fails does not hold up those behind it. */
  private void each(String condition, Instant until, Consumer<Upload> step) {
    var after = Instant.EPOCH;
    var afterId = "";
    var unavailable = 0;
    while (true) {
      var batch = batch(condition, until, after, afterId);
      for (var upload : batch) {
        unavailable = tryOn(upload, step) ? 0 : unavailable + 1;
        if (unavailable == UNAVAILABLE_IN_A_ROW) {
          LOG.warn("The store does not answer; uploads are swept when it is back");
          return;
        }
      }
      if (batch.size() < BATCH) {
        return;
      }
      after = batch.get(BATCH - 1).expiresAt;
      afterId = batch.get(BATCH - 1).id;
    }
  }

  private static List<Upload> batch(
      String condition, Instant until, Instant after, String afterId) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Upload.<Upload>find(
                        condition + " and (expiresAt, id) > (?2, ?3) order by expiresAt, id",
                        until,
                        after,
                        afterId)
                    .page(0, BATCH)
                    .list());
  }

  /** Whether the store could be asked. */
  private static boolean tryOn(Upload upload, Consumer<Upload> step) {
    try (var fields = LogFields.of(LogFields.UPLOAD, upload.id)) {
      step.accept(upload);
    } catch (StoreUnavailableException away) {
      return false;
    } catch (RuntimeException e) {
      LOG.errorf(e, "Upload %s can't be swept", upload.id);
    }
    return true;
  }

  private void expireUnlessStored(Upload upload, Instant lastTransfer) {
    // All parts may be there, and only the client that would have completed them gone. A store that
    // can't put them together for as long again never will.
    if (upload.isMultipart() && upload.expiresAt.isAfter(lastTransfer.minus(longestTransfer))) {
      completions.assemble(upload);
    }
    if (arrivals.sync(upload.key(), SyncTrigger.RECONCILE).isPresent()) {
      return;
    }
    if (expire(upload.id, lastTransfer)) {
      multiparts.abort(upload);
    }
  }

  /** Whether it is given up now: it may have been stored, aborted or signed for anew meanwhile. */
  private boolean expire(String id, Instant lastTransfer) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              Upload upload = Upload.findById(id, LockModeType.PESSIMISTIC_WRITE);
              if (!upload.isOpen() || !upload.expiresAt.isBefore(lastTransfer)) {
                return false;
              }
              upload.transitionTo(UploadStatus.EXPIRED);
              ended.fire(new UploadEnded(upload.status));
              quotas.release(id);
              audit.record(AuditLog.SYSTEM, "upload.expired", id, null);
              return true;
            });
  }

  /**
   * The last abort. Parts that were on their way during the first may have been kept; none is now.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html">
   *     AbortMultipartUpload</a>
   */
  private void clear(Upload upload) {
    multiparts.abort(upload);
    multiparts.forget(upload);
  }
}
