package dev.slipway.reconcile;

import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.storage.RandomId;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs one reconciliation: compares the bucket with the catalogue and resolves the differences.
 * Objects without a row are catalogued as they are found. Videos without an object are marked as
 * missing at the end, when their total is known.
 */
@Startup
@ApplicationScoped
class Reconciler {
  /** Progress is saved once per batch, so a crash repeats at most this many keys. */
  private static final int BATCH_SIZE = 1000;

  /**
   * Differences are resolved in groups of this size, and the lease is renewed before each group.
   */
  private static final int GROUP_SIZE = 64;

  private final BucketAndCatalogue bucketAndCatalogue;
  private final PendingUploads uploads;
  private final DifferenceResolver resolver;
  private final DriftRecorder recorder;
  private final ReconciliationQueue queue;
  private final MissingObjectsGuard guard;
  private final ExecutorService readers = Executors.newFixedThreadPool(2);
  private volatile boolean stopping;

  Reconciler(
      BucketAndCatalogue bucketAndCatalogue,
      PendingUploads uploads,
      DifferenceResolver resolver,
      DriftRecorder recorder,
      ReconciliationQueue queue,
      ReconcileConfig config) {
    this.bucketAndCatalogue = bucketAndCatalogue;
    this.uploads = uploads;
    this.resolver = resolver;
    this.recorder = recorder;
    this.queue = queue;
    this.guard = new MissingObjectsGuard(config.goneShare(), config.goneFew());
  }

  /**
   * Starts or resumes a reconciliation and runs it to its end.
   *
   * @throws Lease.RunStoppedException if another worker has claimed it, or the application is
   *     stopping
   */
  void run(Lease lease) {
    if (!lease.compared()) {
      compare(lease);
    }
    renewLease(lease);
    finish(lease);
  }

  /** Makes the current run end soon with a {@link Lease.RunStoppedException}. */
  void stop() {
    stopping = true;
  }

  @PreDestroy
  void close() {
    readers.shutdownNow();
  }

  private void compare(Lease lease) {
    var keys = bucketAndCatalogue.keysAfter(lease.position(), readers);
    while (!stopping && keys.hasNext()) {
      compare(lease, nextBatch(keys));
    }
  }

  private static List<ComparedKey> nextBatch(Iterator<ComparedKey> keys) {
    var batch = new ArrayList<ComparedKey>(BATCH_SIZE);
    while (batch.size() < BATCH_SIZE && keys.hasNext()) {
      batch.add(keys.next());
    }
    return batch;
  }

  private void compare(Lease lease, List<ComparedKey> batch) {
    var abortedById = findAbortedUploads(batch);
    var missing = new ArrayList<Difference>();
    var others = new ArrayList<Difference>();
    for (var key : batch) {
      key.findDifference(abortedById)
          .or(() -> assumeChangedIfDeep(lease, key))
          .ifPresent(found -> (found.kind() == DriftKind.GONE ? missing : others).add(found));
    }
    var resolutions = new ArrayList<>(resolve(lease, others));
    missing.forEach(difference -> resolutions.add(Resolution.pending(difference)));
    var objects = batch.stream().filter(key -> key.object() != null).count();
    var counts = BatchCounts.of(objects, batch.size() - resolutions.size(), resolutions);
    var lastKey = batch.get(batch.size() - 1).key().value();
    recorder.recordProgress(lease, lastKey, counts, resolutions);
  }

  private Map<RandomId, Boolean> findAbortedUploads(List<ComparedKey> batch) {
    return uploads.findWhetherAborted(
        batch.stream().map(ComparedKey::possibleUploadId).flatMap(Optional::stream).toList());
  }

  /** A deep reconciliation treats every object as changed until the store has been asked for it. */
  private static Optional<Difference> assumeChangedIfDeep(Lease lease, ComparedKey key) {
    return lease.request().deep() && key.object() != null
        ? Optional.of(new Difference(DriftKind.CHANGED, key.key(), key.row().id()))
        : Optional.empty();
  }

  private List<Resolution> resolve(Lease lease, List<Difference> differences) {
    var resolutions = new ArrayList<Resolution>();
    for (var from = 0; from < differences.size(); from += GROUP_SIZE) {
      var to = Math.min(from + GROUP_SIZE, differences.size());
      renewLease(lease);
      var resolved = resolver.resolveAll(differences.subList(from, to), lease.request().mode());
      if (resolved.stream().anyMatch(Resolution::isStoreUnavailable)) {
        // Throws if the whole store is unavailable. If it only fails for these objects, the run
        // continues, so that they don't block all later keys.
        bucketAndCatalogue.requireStoreAvailable();
      }
      resolutions.addAll(resolved);
    }
    return resolutions;
  }

  private void renewLease(Lease lease) {
    if (stopping) {
      throw new Lease.RunStoppedException();
    }
    queue.renewLease(lease);
  }

  private void finish(Lease lease) {
    var reconciliation = recorder.markCompared(lease);
    var holdReason = holdReason(lease, reconciliation);
    if (holdReason.isPresent() && lease.isRepair()) {
      reportPending(lease);
      queue.end(lease, Reconciliation.State.HELD, holdReason.get());
      return;
    }
    resolvePending(lease);
    queue.end(lease, Reconciliation.State.DONE, holdReason.orElse(null));
  }

  private Optional<String> holdReason(Lease lease, Reconciliation row) {
    // Objects that have a current, undeleted row: `changed` ones and matching ones.
    var present = row.objects - row.missed - row.orphan - row.unwanted;
    var previousReason =
        guard.isHarmless(row.gone, row.goneAllowed)
            ? Optional.<String>empty()
            : Optional.ofNullable(lease.previousHoldReason());
    return guard
        .holdReason(row.gone, present, row.objects, row.goneAllowed)
        .or(() -> previousReason);
  }

  /** Marks no video as missing. Some of the differences are kept for display. */
  private void reportPending(Lease lease) {
    recorder.markPendingReported(lease);
    while (recorder.deletePending(lease)) {
      renewLease(lease);
    }
  }

  private void resolvePending(Lease lease) {
    for (var batch = recorder.findPending(lease, BATCH_SIZE);
        !batch.isEmpty();
        batch = recorder.findPending(lease, BATCH_SIZE)) {
      var resolved = resolve(lease, batch.stream().map(Drift::difference).toList());
      Map<Long, Resolution> resolutions = new HashMap<>();
      for (var i = 0; i < resolved.size(); i++) {
        resolutions.put(batch.get(i).id, resolved.get(i));
      }
      recorder.recordResolutions(lease, resolutions);
    }
  }
}
