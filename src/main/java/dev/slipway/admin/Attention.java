package dev.slipway.admin;

import dev.slipway.ingest.Notifications;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** What waits for an admin, for the navigation of their pages. */
@Named("attention")
@RequestScoped
public class Attention {
  /** Beyond it, more is not more alarming. */
  private static final int MOST = 99;

  private final Notifications notifications;

  Attention(Notifications notifications) {
    this.notifications = notifications;
  }

  /** The number of dead letters, {@code 99+}, or null where there are none. */
  public String getDead() {
    var dead = notifications.dead(MOST + 1);
    if (dead == 0) {
      return null;
    }
    return dead > MOST ? MOST + "+" : Integer.toString(dead);
  }
}
