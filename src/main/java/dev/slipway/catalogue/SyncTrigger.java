package dev.slipway.catalogue;

import java.util.Locale;

/** The cause of a catalogue sync of a key. */
public enum SyncTrigger {
  /** The store sent a notification. */
  NOTIFICATION,
  /** A client completed its upload. */
  COMPLETION,
  /** A comparison of bucket and catalogue found a difference, or an upload is about to expire. */
  RECONCILE;

  /** The name in JSON, on pages, in metrics and in traces. */
  public String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
