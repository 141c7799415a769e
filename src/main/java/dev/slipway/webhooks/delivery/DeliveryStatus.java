package dev.slipway.webhooks.delivery;

/** The state of a delivery. */
public enum DeliveryStatus {
  /** It waits for its next attempt, or an attempt is running. */
  PENDING,
  /** The receiver has acknowledged it. */
  DELIVERED,
  /** No further attempt follows, unless a user replays it. */
  DEAD
}
