package dev.slipway.uploads;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.observability.LogFields;
import dev.slipway.storage.IndependentSteps;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.uploads.UploadRepository.ExpiredUploads;
import dev.slipway.uploads.UploadRepository.Position;
import dev.slipway.uploads.multipart.MultipartUploads;
import dev.slipway.uploads.multipart.PartAssembler;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Expires abandoned uploads, and removes their parts. An upload is abandoned when its last URL has
 * been expired for {@code longestTransfer}, so no transfer that began with one can still be under
 * way. Even so the store is asked first, and an object that exists is catalogued. Every step may be
 * repeated, here and on other replicas.
 */
@ApplicationScoped
class AbandonedUploadSweeper {
  private static final Logger LOG = Logger.getLogger(AbandonedUploadSweeper.class);
  private static final int BATCH_SIZE = 100;

  /** Each failure can take several timeouts of the store, so more of them could take hours. */
  private static final int MAX_FAILURES = 20;

  private final Duration longestTransfer;
  private final UploadRepository uploads;
  private final UploadLifecycle lifecycle;
  private final MultipartUploads multipartUploads;
  private final PartAssembler assembler;
  private final CatalogueSync catalogue;
  private final ObjectStore store;
  private final Clock clock;

  /** Where the next sweep starts, if the last one ended after too many failures. */
  private final Map<ExpiredUploads, Position> nextPositions = new ConcurrentHashMap<>();

  AbandonedUploadSweeper(
      UploadsConfig config,
      UploadRepository uploads,
      UploadLifecycle lifecycle,
      MultipartUploads multipartUploads,
      PartAssembler assembler,
      CatalogueSync catalogue,
      ObjectStore store,
      Clock clock) {
    this.longestTransfer = config.longestTransfer();
    this.uploads = uploads;
    this.lifecycle = lifecycle;
    this.multipartUploads = multipartUploads;
    this.assembler = assembler;
    this.catalogue = catalogue;
    this.store = store;
    this.clock = clock;
  }

  @Scheduled(
      every = "{slipway.uploads.sweep-every}",
      delayed = "30s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void sweepOnSchedule() {
    sweep(clock.instant());
  }

  /** Does one pass. Uploads for which it fails are left for a later one. */
  void sweep(Instant now) {
    var cutoff = now.minus(longestTransfer);
    forEach(ExpiredUploads.ABANDONED, cutoff, upload -> expireUnlessStored(upload, cutoff));
    forEach(ExpiredUploads.WITH_LEFTOVER_PARTS, cutoff, this::removeLeftoverParts);
  }

  /**
   * Works in batches along an index, so that a failing upload does not block those behind it. Ends
   * early if the store does not answer, or after {@link #MAX_FAILURES}: then the next sweep starts
   * behind the last failure.
   */
  private void forEach(ExpiredUploads kind, Instant cutoff, Consumer<Upload> step) {
    var first = nextPositions.remove(kind);
    var position = first == null ? Position.START : first;
    var steps = new IndependentSteps(store::isAvailable);
    var failures = 0;
    while (true) {
      var batch = uploads.findWithExpiredUrls(kind, cutoff, position, BATCH_SIZE);
      for (var upload : batch) {
        position = Position.after(upload);
        try {
          failures += steps.run(() -> runStep(upload, step)) ? 0 : 1;
        } catch (StoreUnavailableException down) {
          LOG.warn("The store is unavailable; the sweep of abandoned uploads continues later");
          return;
        }
        if (failures == MAX_FAILURES) {
          LOG.warnf("The sweep failed for %d abandoned uploads; it continues later", failures);
          nextPositions.put(kind, position);
          return;
        }
      }
      if (batch.size() < BATCH_SIZE) {
        return;
      }
    }
  }

  private static void runStep(Upload upload, Consumer<Upload> step) {
    try (var fields = LogFields.of(LogFields.UPLOAD, upload.id)) {
      step.accept(upload);
    } catch (StoreUnavailableException unavailable) {
      // The call to the store was logged.
      throw unavailable;
    } catch (RuntimeException e) {
      LOG.errorf(e, "The sweep of upload %s failed", upload.id);
      throw e;
    }
  }

  private void expireUnlessStored(Upload upload, Instant cutoff) {
    // All parts may have arrived, and only the client's completion may be missing. If assembling
    // them throws, the next sweeps try again for one further `longestTransfer`. After that the
    // upload expires even if its parts can't be assembled. A growing file is never assembled.
    if (upload.expiresAt.isAfter(cutoff.minus(longestTransfer))) {
      upload.finalMultipart().ifPresent(assembler::assemble);
    }
    if (catalogue.sync(upload.key(), SyncTrigger.RECONCILE).isPresent()) {
      return;
    }
    if (lifecycle.expire(upload.id, cutoff)) {
      upload.multipart().ifPresent(multipartUploads::abort);
    }
  }

  /**
   * Aborts the multipart upload once more. Parts that were on their way during the first abort may
   * have been stored; now none is on its way.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html">
   *     AbortMultipartUpload</a>
   */
  private void removeLeftoverParts(Upload upload) {
    upload.multipart().ifPresent(multipartUploads::abort);
    lifecycle.forgetParts(upload.id);
  }
}
