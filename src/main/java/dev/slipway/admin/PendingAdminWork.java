package dev.slipway.admin;

import dev.slipway.ingest.inbox.InboxService;
import dev.slipway.processing.MediaJobs;
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
  private final MediaJobs jobs;
  private final Reconciliations reconciliations;

  PendingAdminWork(InboxService inbox, MediaJobs jobs, Reconciliations reconciliations) {
    this.inbox = inbox;
    this.jobs = jobs;
    this.reconciliations = reconciliations;
  }

  /** Returns the number of dead letters, {@code 99+}, or null if there are none. */
  public String getDeadLetters() {
    return format(inbox.countDead(MAX_COUNT + 1));
  }

  /** Returns the number of dead media jobs, {@code 99+}, or null if there are none. */
  public String getDeadJobs() {
    return format(jobs.countDead(MAX_COUNT + 1));
  }

  /** Whether a reconciliation waits for approval. */
  public boolean isReconciliationHeld() {
    return reconciliations.findHeld().isPresent();
  }

  private static String format(int count) {
    if (count == 0) {
      return null;
    }
    return count > MAX_COUNT ? MAX_COUNT + "+" : Integer.toString(count);
  }
}
