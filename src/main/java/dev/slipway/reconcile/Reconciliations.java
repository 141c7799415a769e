package dev.slipway.reconcile;

import dev.slipway.catalogue.sync.MissingObjectsHold;
import dev.slipway.reconcile.ReconciliationRequest.Mode;
import dev.slipway.web.Page;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Requests, lists and approves reconciliations, and reads the drift that they found. */
@ApplicationScoped
public class Reconciliations implements MissingObjectsHold {
  public static final int MAX_PAGE_SIZE = 100;

  private static final String DIFFERENT = "missed + orphan + gone + changed + unwanted > 0";

  private final ReconciliationQueue queue;
  private final ReconcileWorker worker;

  Reconciliations(ReconciliationQueue queue, ReconcileWorker worker) {
    this.queue = queue;
    this.worker = worker;
  }

  /** Requests a reconciliation. It starts at once unless another one is running. */
  public ReconciliationView request(ReconciliationRequest request, String account) {
    var requested = ReconciliationView.of(queue.enqueue(request, account));
    worker.wake();
    return requested;
  }

  /**
   * Approves the held reconciliation: requests a new one that may mark as many videos as missing as
   * the held one found.
   *
   * @throws ProblemException {@code not-found} or {@code reconciliation-not-held}
   */
  public ReconciliationView approve(long id, String account) {
    var held = require(id);
    if (findHeld().filter(newest -> newest.id() == id).isEmpty()) {
      throw new ProblemException(
          ErrorCode.RECONCILIATION_NOT_HELD,
          "Only the newest reconciliation can be approved, and only while it is held.");
    }
    return request(
        new ReconciliationRequest(Mode.REPAIR, held.deep(), held.found().gone()), account);
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
   * Returns a page of the reconciliations that are kept, newest first.
   *
   * @param withDifferences whether to leave out those that have found none
   * @param after the {@code next} of the previous page; null for the first page
   */
  @Transactional
  public Page<ReconciliationView, Long> findPage(boolean withDifferences, Long after, int size) {
    // One runs every 15 minutes and is kept for 30 days, so there are some thousands at most.
    var condition = withDifferences ? DIFFERENT + " and id < ?1" : "id < ?1";
    var before = after == null ? Long.MAX_VALUE : after;
    var found =
        Reconciliation.<Reconciliation>find(condition + " order by id desc", before)
            .range(0, size)
            .list();
    return Page.of(found, size, row -> row.id).map(ReconciliationView::of);
  }

  /**
   * Returns the reconciliation that needs approval; empty if none does, or if it has been approved.
   * The newest repair decides that has ended or carries an approval: an approval ({@code
   * goneAllowed}) hides the held one at once, any other request only when it ends.
   */
  @Transactional
  public Optional<ReconciliationView> findHeld() {
    return Reconciliation.<Reconciliation>find(
            "mode = REPAIR and (endedAt is not null or goneAllowed > 0) order by id desc")
        .<Reconciliation>firstResultOptional()
        .map(ReconciliationView::of)
        .filter(ReconciliationView::held);
  }

  @Override
  public boolean isHeld() {
    return findHeld().isPresent();
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
                    ErrorCode.NOT_FOUND,
                    "This reconciliation doesn't exist, or it was deleted after the retention"
                        + " period."));
  }

  /**
   * Returns the recorded drift of one reconciliation, oldest first. Beyond a thousand of a kind,
   * differences are only counted.
   *
   * @param kind null for all kinds
   * @param after the {@code next} of the previous page; null for the first page
   */
  @Transactional
  public Page<DriftView, Long> findDrift(long id, DriftKind kind, Long after, int limit) {
    require(id);
    var from = after == null ? 0 : after;
    var condition = "reconciliationId = ?1 and id > ?2";
    var found =
        kind == null
            ? Drift.<Drift>find(condition + " order by id", id, from)
            : Drift.<Drift>find(condition + " and kind = ?3 order by id", id, from, kind);
    return Page.of(
        found.range(0, limit).stream().map(DriftView::of).toList(), limit, DriftView::id);
  }
}
