package dev.slipway.uploads;

import dev.slipway.account.Audit;
import dev.slipway.account.Quotas;
import dev.slipway.catalogue.Arrivals;
import dev.slipway.catalogue.Signal;
import dev.slipway.storage.StoreUnavailableException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
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
class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class);
  private static final int BATCH = 100;

  private final Duration longestTransfer;
  private final Multiparts multiparts;
  private final Completions completions;
  private final Arrivals arrivals;
  private final Quotas quotas;
  private final Audit audit;
  private final Clock clock;

  Sweep(
      UploadsConfig config,
      Multiparts multiparts,
      Completions completions,
      Arrivals arrivals,
      Quotas quotas,
      Audit audit,
      Clock clock) {
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
  void onSchedule() {
    try {
      at(clock.instant());
    } catch (StoreUnavailableException away) {
      LOG.warn("Uploads are swept when the store is back");
    }
  }

  /**
   * One pass, as of a time.
   *
   * @throws StoreUnavailableException where the store can't be asked; the rest is for the next pass
   */
  void at(Instant now) {
    var lastTransfer = now.minus(longestTransfer);
    each("status = OPEN and expiresAt < ?1", lastTransfer, upload -> giveUp(upload, lastTransfer));
    each("status <> OPEN and multipartId is not null and expiresAt <= ?1", now, this::clear);
  }

  /** In batches along an index, so that one that fails does not hold up those behind it. */
  private void each(String condition, Instant until, Consumer<Upload> step) {
    var after = Instant.EPOCH;
    var afterId = "";
    while (true) {
      var batch = batch(condition, until, after, afterId);
      batch.forEach(upload -> tryOn(upload, step));
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

  private static void tryOn(Upload upload, Consumer<Upload> step) {
    try {
      step.accept(upload);
    } catch (StoreUnavailableException away) {
      throw away;
    } catch (RuntimeException e) {
      LOG.errorf(e, "Upload %s can't be swept", upload.id);
    }
  }

  private void giveUp(Upload upload, Instant lastTransfer) {
    // All parts may be there, and only the client that would have completed them gone.
    if (upload.isMultipart()) {
      completions.assemble(upload);
    }
    if (arrivals.look(upload.key(), Signal.RECONCILE).isPresent()) {
      return;
    }
    if (expire(upload.id, lastTransfer)) {
      multiparts.discard(upload);
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
              upload.become(UploadStatus.EXPIRED);
              quotas.release(id);
              audit.record(Audit.SYSTEM, "upload.expired", id, null);
              return true;
            });
  }

  /**
   * The last abort. Parts that were on their way during the first may have been kept.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html">
   *     AbortMultipartUpload</a>
   */
  private void clear(Upload upload) {
    multiparts.discard(upload);
    multiparts.forget(upload);
  }
}
