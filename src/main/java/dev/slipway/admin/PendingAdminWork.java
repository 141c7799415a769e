package dev.slipway.admin;

import dev.slipway.ingest.inbox.InboxService;
import dev.slipway.reconcile.Reconciliations;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** Work that waits for an administrator, for the badges in the admin navigation. */
@Named("pendingWork")
@RequestScoped
public class PendingAdminWork {
  /** Higher counts are shown as {@code 99+}. */
  private static final int MAX_COUNT = 99;

  private final InboxService inbox;
  private final Reconciliations reconciliations;

  PendingAdminWork(InboxService inbox, Reconciliations reconciliations) {
    this.inbox = inbox;
    this.reconciliations = reconciliations;
  }

  /** Returns the number of dead letters, {@code 99+}, or null if there are none. */
  public String getDeadLetters() {
    var dead = inbox.countDead(MAX_COUNT + 1);
    if (dead == 0) {
      return null;
    }
    return dead > MAX_COUNT ? MAX_COUNT + "+" : Integer.toString(dead);
  }

  /** Whether a reconciliation waits for approval. */
  public boolean isReconciliationHeld() {
    return reconciliations.findHeld().isPresent();
  }
}
