package dev.slipway.reconcile;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** The comparisons that were asked for, newest first, and what they found. */
@ApplicationScoped
public class Reconciliations {
  /** The longest page. */
  public static final int MAX_PAGE_SIZE = 100;

  private final ReconciliationQueue agenda;
  private final ReconcileWorker worker;

  Reconciliations(ReconciliationQueue agenda, ReconcileWorker worker) {
    this.agenda = agenda;
    this.worker = worker;
  }

  /** Asks for one, which begins soon: at once, unless another is under way. */
  public ReconciliationView request(ReconciliationRequest request, String account) {
    var asked = ReconciliationView.of(agenda.enqueue(request, account));
    worker.wake();
    return asked;
  }

  /**
   * Agrees that so many objects are gone as a comparison that was held has found, and has them
   * marked.
   *
   * @throws ProblemException {@code not-found}, or {@code reconciliation-not-held}
   */
  public ReconciliationView approve(long id, String account) {
    var held = require(id);
    if (findHeld().filter(waiting -> waiting.id() == id).isEmpty()) {
      throw new ProblemException(
          ErrorCode.RECONCILIATION_NOT_HELD,
          "Only the newest reconciliation can be approved, and only while it is held.");
    }
    var request =
        new ReconciliationRequest(ReconciliationMode.REPAIR, held.deep(), held.found().gone());
    return request(request, account);
  }

  @Transactional
  public List<ReconciliationView> findNewest(int limit) {
    return Reconciliation.<Reconciliation>find("order by id desc")
        .page(0, Math.min(limit, MAX_PAGE_SIZE))
        .stream()
        .map(ReconciliationView::of)
        .toList();
  }

  /**
   * The one that waits for somebody to agree; empty where none does, or where somebody has. What
   * the schedule has begun meanwhile changes nothing before it ends.
   */
  @Transactional
  public Optional<ReconciliationView> findHeld() {
    return Reconciliation.<Reconciliation>find(
            "mode = REPAIR and (endedAt is not null or goneAllowed > 0) order by id desc")
        .<Reconciliation>firstResultOptional()
        .map(ReconciliationView::of)
        .filter(ReconciliationView::held);
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  @Transactional
  public ReconciliationView require(long id) {
    Optional<Reconciliation> row = Reconciliation.findByIdOptional(id);
    return row.map(ReconciliationView::of)
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.NOT_FOUND, "There is no such reconciliation, or no longer."));
  }

  /**
   * What one found; beyond a thousand of a kind it is only counted.
   *
   * @param kind only these; null for all
   * @param after the {@code next} of the page before; null for the first
   */
  @Transactional
  public DriftPage findDrift(long id, DriftKind kind, Long after, int limit) {
    require(id);
    var from = after == null ? 0 : after;
    var condition = "reconciliationId = ?1 and id > ?2";
    var found =
        kind == null
            ? Drift.<Drift>find(condition + " order by id", id, from)
            : Drift.<Drift>find(condition + " and kind = ?3 order by id", id, from, kind);
    return DriftPage.of(found.range(0, limit).stream().map(DriftView::of).toList(), limit);
  }
}
