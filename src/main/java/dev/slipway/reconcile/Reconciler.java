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
import java.util.stream.Collectors;

/**
 * Compares bucket and catalogue, in memory that does not grow with them, and brings the catalogue
 * in line. What is there and not catalogued is catalogued at once. What is gone is marked in the
 * end, when it is known how much that is.
 */
@Startup
@ApplicationScoped
class Reconciler {
  /** So much work is lost where the process dies. */
  private static final int BATCH_SIZE = 1000;

  /** So many are looked at between two signs of life. */
  private static final int RENEWAL_INTERVAL = 64;

  private final BucketAndCatalogue sides;
  private final PendingUploads intents;
  private final DifferenceResolver examiner;
  private final DriftRecorder findings;
  private final ReconciliationQueue agenda;
  private final MissingObjectsGuard guard;
  private final ExecutorService readers = Executors.newFixedThreadPool(2);
  private final ExecutorService workers;
  private volatile boolean stopping;

  Reconciler(
      BucketAndCatalogue sides,
      PendingUploads intents,
      DifferenceResolver examiner,
      DriftRecorder findings,
      ReconciliationQueue agenda,
      ReconcileConfig config) {
    this.sides = sides;
    this.intents = intents;
    this.examiner = examiner;
    this.findings = findings;
    this.agenda = agenda;
    this.guard = new MissingObjectsGuard(config.goneShare(), config.goneFew());
    if (config.workers() < 1) {
      throw new IllegalArgumentException("SLIPWAY_RECONCILE_WORKERS must be 1 or more.");
    }
    this.workers = Executors.newFixedThreadPool(config.workers());
  }

  /**
   * Goes on with a comparison to its end.
   *
   * @throws LeaseLostException where somebody else has taken over
   */
  void run(Lease lease) {
    if (!lease.compared()) {
      compare(lease);
    }
    renewLease(lease);
    finish(lease);
  }

  /** Ends what is under way with a {@link LeaseLostException}, soon. */
  void stop() {
    stopping = true;
  }

  @PreDestroy
  void close() {
    readers.shutdownNow();
    workers.shutdownNow();
  }

  private void compare(Lease lease) {
    var pairs = sides.keysAfter(lease.position(), readers);
    while (!stopping && pairs.hasNext()) {
      compare(lease, nextBatch(pairs));
    }
  }

  private static List<ComparedKey> nextBatch(Iterator<ComparedKey> pairs) {
    var stretch = new ArrayList<ComparedKey>(BATCH_SIZE);
    while (stretch.size() < BATCH_SIZE && pairs.hasNext()) {
      stretch.add(pairs.next());
    }
    return stretch;
  }

  private void compare(Lease lease, List<ComparedKey> stretch) {
    var withdrawn = knownUploads(stretch);
    var differences =
        stretch.stream()
            .flatMap(
                pair ->
                    pair.findDifference(withdrawn).or(() -> recheckIfDeep(lease, pair)).stream())
            .collect(Collectors.partitioningBy(one -> one.kind() == DriftKind.GONE));
    var examined = new ArrayList<>(resolve(lease, differences.get(false)));
    differences.get(true).forEach(gone -> examined.add(Resolution.pending(gone)));
    var objects = stretch.stream().filter(pair -> pair.object() != null).count();
    var tally = Counts.of(objects, stretch.size() - examined.size(), examined);
    findings.recordProgress(lease, stretch.get(stretch.size() - 1).key().value(), tally, examined);
  }

  /** In a deep comparison nothing agrees before the store has been asked for it. */
  private static Optional<Difference> recheckIfDeep(Lease lease, ComparedKey pair) {
    return lease.request().deep() && pair.object() != null
        ? Optional.of(new Difference(DriftKind.CHANGED, pair.key(), pair.row().id()))
        : Optional.empty();
  }

  private Map<RandomId, Boolean> knownUploads(List<ComparedKey> stretch) {
    return intents.findAbortedById(
        stretch.stream().map(ComparedKey::possibleUploadId).flatMap(Optional::stream).toList());
  }

  private List<Resolution> resolve(Lease lease, List<Difference> differences) {
    var examined = new ArrayList<Resolution>();
    for (var from = 0; from < differences.size(); from += RENEWAL_INTERVAL) {
      var slice = differences.subList(from, Math.min(from + RENEWAL_INTERVAL, differences.size()));
      renewLease(lease);
      var results =
          ParallelTasks.map(slice, one -> examiner.resolve(one, lease.request().mode()), workers);
      if (results.stream().anyMatch(Resolution::isStoreUnavailable)) {
        // Either the store is away, and this says so, or it does not answer for these alone: then
        // they must not hold up all that is behind them.
        sides.requireStoreAvailable();
      }
      examined.addAll(results);
    }
    return examined;
  }

  private void renewLease(Lease lease) {
    if (stopping) {
      throw new LeaseLostException();
    }
    agenda.renewLease(lease);
  }

  private void finish(Lease lease) {
    var row = findings.markCompared(lease);
    var objection = objection(lease, row);
    if (objection.isPresent() && lease.isRepair()) {
      reportPending(lease);
      agenda.end(lease, ReconciliationState.HELD, objection.get());
      return;
    }
    resolvePending(lease);
    agenda.end(lease, ReconciliationState.DONE, objection.orElse(null));
  }

  private Optional<String> objection(Lease lease, Reconciliation row) {
    var there = row.objects - row.missed - row.orphan - row.unwanted;
    var before =
        guard.isHarmless(row.gone, row.goneAllowed)
            ? Optional.<String>empty()
            : Optional.ofNullable(lease.previousHoldReason());
    return guard.objection(row.gone, there, row.objects, row.goneAllowed).or(() -> before);
  }

  /** What is gone stays as it is. Of the many that it may be, some are kept to be seen. */
  private void reportPending(Lease lease) {
    findings.markPendingReported(lease);
    while (findings.deletePending(lease)) {
      renewLease(lease);
    }
  }

  private void resolvePending(Lease lease) {
    for (var batch = findings.findPending(lease, BATCH_SIZE);
        !batch.isEmpty();
        batch = findings.findPending(lease, BATCH_SIZE)) {
      var examined = resolve(lease, batch.stream().map(Drift::difference).toList());
      Map<Long, Resolution> outcomes = new HashMap<>();
      for (var i = 0; i < examined.size(); i++) {
        outcomes.put(batch.get(i).id, examined.get(i));
      }
      findings.recordResolutions(lease, outcomes);
    }
  }
}
