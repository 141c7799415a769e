package dev.slipway.ingest.reconcile;

import dev.slipway.catalogue.Intents;
import dev.slipway.storage.ObjectId;
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
  private static final int STRETCH = 1000;

  /** So many are looked at between two signs of life. */
  private static final int SLICE = 64;

  private final BothSides sides;
  private final Intents intents;
  private final Examiner examiner;
  private final Findings findings;
  private final Agenda agenda;
  private final GoneGuard guard;
  private final ExecutorService readers = Executors.newFixedThreadPool(2);
  private final ExecutorService workers;
  private volatile boolean stopping;

  Reconciler(
      BothSides sides,
      Intents intents,
      Examiner examiner,
      Findings findings,
      Agenda agenda,
      ReconcileConfig config) {
    this.sides = sides;
    this.intents = intents;
    this.examiner = examiner;
    this.findings = findings;
    this.agenda = agenda;
    this.guard = new GoneGuard(config.goneShare(), config.goneFew());
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
    goOn(lease);
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
    var pairs = sides.behind(lease.position(), readers);
    while (!stopping && pairs.hasNext()) {
      compare(lease, stretchOf(pairs));
    }
  }

  private static List<Pair> stretchOf(Iterator<Pair> pairs) {
    var stretch = new ArrayList<Pair>(STRETCH);
    while (stretch.size() < STRETCH && pairs.hasNext()) {
      stretch.add(pairs.next());
    }
    return stretch;
  }

  private void compare(Lease lease, List<Pair> stretch) {
    var withdrawn = withdrawn(stretch);
    var differences =
        stretch.stream()
            .flatMap(pair -> pair.difference(withdrawn).or(() -> suspected(lease, pair)).stream())
            .collect(Collectors.partitioningBy(one -> one.kind() == DriftKind.GONE));
    var examined = new ArrayList<>(examine(lease, differences.get(false)));
    differences.get(true).forEach(gone -> examined.add(Examined.pending(gone)));
    var objects = stretch.stream().filter(pair -> pair.object() != null).count();
    var tally = Tally.of(objects, stretch.size() - examined.size(), examined);
    findings.advance(lease, stretch.get(stretch.size() - 1).key().value(), tally, examined);
  }

  /** In a deep comparison nothing agrees before the store has been asked for it. */
  private static Optional<Difference> suspected(Lease lease, Pair pair) {
    return lease.request().deep() && pair.object() != null
        ? Optional.of(new Difference(DriftKind.CHANGED, pair.key(), pair.row().id()))
        : Optional.empty();
  }

  private Map<ObjectId, Boolean> withdrawn(List<Pair> stretch) {
    return intents.withdrawn(
        stretch.stream().map(Pair::unexplained).flatMap(Optional::stream).toList());
  }

  private List<Examined> examine(Lease lease, List<Difference> differences) {
    var examined = new ArrayList<Examined>();
    for (var from = 0; from < differences.size(); from += SLICE) {
      var slice = differences.subList(from, Math.min(from + SLICE, differences.size()));
      goOn(lease);
      var results =
          InParallel.map(slice, one -> examiner.examine(one, lease.request().mode()), workers);
      if (results.stream().anyMatch(Examined::isUnanswered)) {
        // Either the store is away, and this says so, or it does not answer for these alone: then
        // they must not hold up all that is behind them.
        sides.requireStore();
      }
      examined.addAll(results);
    }
    return examined;
  }

  private void goOn(Lease lease) {
    if (stopping) {
      throw new LeaseLostException();
    }
    agenda.renew(lease);
  }

  private void finish(Lease lease) {
    var row = findings.finishComparing(lease);
    var objection = objection(lease, row);
    if (objection.isPresent() && lease.repairs()) {
      report(lease);
      agenda.end(lease, ReconciliationState.HELD, objection.get());
      return;
    }
    settlePending(lease);
    agenda.end(lease, ReconciliationState.DONE, objection.orElse(null));
  }

  private Optional<String> objection(Lease lease, Reconciliation row) {
    var there = row.objects - row.missed - row.orphan - row.unwanted;
    var before =
        guard.isHarmless(row.gone, row.goneAllowed)
            ? Optional.<String>empty()
            : Optional.ofNullable(lease.heldBefore());
    return guard.objection(row.gone, there, row.objects, row.goneAllowed).or(() -> before);
  }

  /** What is gone stays as it is. Of the many that it may be, some are kept to be seen. */
  private void report(Lease lease) {
    findings.report(lease);
    while (findings.forgetPending(lease)) {
      goOn(lease);
    }
  }

  private void settlePending(Lease lease) {
    for (var batch = findings.pending(lease, STRETCH);
        !batch.isEmpty();
        batch = findings.pending(lease, STRETCH)) {
      var examined = examine(lease, batch.stream().map(Drift::difference).toList());
      Map<Long, Examined> outcomes = new HashMap<>();
      for (var i = 0; i < examined.size(); i++) {
        outcomes.put(batch.get(i).id, examined.get(i));
      }
      findings.settle(lease, outcomes);
    }
  }
}
