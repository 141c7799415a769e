package dev.slipway.catalogue;

import java.util.Locale;

/** Who said 'look at this key'. */
public enum Signal {
  NOTIFICATION,
  COMPLETION,
  RECONCILE;

  /** As JSON and pages write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
