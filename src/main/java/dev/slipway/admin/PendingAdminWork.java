package dev.slipway.admin;

import dev.slipway.ingest.inbox.InboxService;
import dev.slipway.reconcile.Reconciliations;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** What waits for an admin, for the navigation of their pages. */
@Named("pendingWork")
@RequestScoped
public class PendingAdminWork {
  /** Beyond it, more is not more alarming. */
  private static final int MAX_COUNT = 99;

  private final InboxService notifications;
  private final Reconciliations reconciliations;

  PendingAdminWork(InboxService notifications, Reconciliations reconciliations) {
    this.notifications = notifications;
    this.reconciliations = reconciliations;
  }

  /** The number of dead letters, {@code 99+}, or null where there are none. */
  public String getDeadLetters() {
    var dead = notifications.countDead(MAX_COUNT + 1);
    if (dead == 0) {
      return null;
    }
    return dead > MAX_COUNT ? MAX_COUNT + "+" : Integer.toString(dead);
  }

  /** Whether a comparison was held, and nobody has agreed yet. */
  public boolean isReconciliationHeld() {
    return reconciliations.findHeld().isPresent();
  }
}
