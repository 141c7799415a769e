package dev.slipway.catalogue;

import java.util.Locale;

/** Who said 'look at this key'. */
public enum SyncTrigger {
  NOTIFICATION,
  COMPLETION,
  RECONCILE;

  /** As JSON and pages write it. */
  public String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
