package dev.slipway.admin;

import dev.slipway.reconcile.ReconciliationView;
import java.util.List;

/**
 * What the page of comparisons shows.
 *
 * @param comparisons the newest ones, newest first
 * @param held the one that waits for somebody to agree, or null
 * @param asked the id of the one that was just asked for, or null
 */
record DriftOverviewPage(
    List<ReconciliationView> reconciliations, ReconciliationView held, Long requested) {
  /** Whether one is under way, or waits for it. */
  public boolean open() {
    return reconciliations.stream().anyMatch(ReconciliationView::open);
  }
}
