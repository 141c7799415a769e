package dev.slipway.admin;

import dev.slipway.ingest.Notifications;
import dev.slipway.ingest.reconcile.Reconciliations;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** What waits for an admin, for the navigation of their pages. */
@Named("attention")
@RequestScoped
public class Attention {
  /** Beyond it, more is not more alarming. */
  private static final int MOST = 99;

  private final Notifications notifications;
  private final Reconciliations reconciliations;

  Attention(Notifications notifications, Reconciliations reconciliations) {
    this.notifications = notifications;
    this.reconciliations = reconciliations;
  }

  /** The number of dead letters, {@code 99+}, or null where there are none. */
  public String getDead() {
    var dead = notifications.dead(MOST + 1);
    if (dead == 0) {
      return null;
    }
    return dead > MOST ? MOST + "+" : Integer.toString(dead);
  }

  /** Whether a comparison was held, and nobody has agreed yet. */
  public boolean isHeld() {
    return reconciliations.held().isPresent();
  }
}
