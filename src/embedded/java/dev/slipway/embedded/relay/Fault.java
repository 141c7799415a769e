package dev.slipway.embedded.relay;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the relay can do to the connections. */
public enum Fault {
  /** Acknowledges notifications to the store and forwards none. */
  DROP_NOTIFICATIONS,

  /** Acknowledges notifications to the store and forwards each one later. */
  DELAY_NOTIFICATIONS,

  /** Forwards each notification several times. */
  DUPLICATE_NOTIFICATIONS,

  /** Collects notifications for a while, then forwards the newest first. */
  REORDER_NOTIFICATIONS,

  /** Resets the connection of a browser in the middle of a file or part. */
  CUT_UPLOADS,

  /** Resets the connection of a browser instead of forwarding the store's answer to a PUT. */
  LOSE_ANSWERS,

  /** Refuses the first PUT of a file or part, as a store does when the URL has expired. */
  EXPIRE_URLS,

  /** Resets all connections to the store. */
  STOP_STORE,

  /** Resets all connections to the database. */
  STOP_DATABASE,

  /** Kills the process of the application once. */
  KILL_APPLICATION;

  /** The name in the control API, such as {@code stop-store}. */
  public String kebabCase() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Fault> find(String kebabCase) {
    return Arrays.stream(values()).filter(fault -> fault.kebabCase().equals(kebabCase)).findFirst();
  }
}
