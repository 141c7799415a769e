package dev.slipway.account.ratelimit;

/**
 * A rate limit of accounts, beside that of signing. The lower-case name is a label in the metrics.
 */
public enum AccountRateLimit {
  /** Parts of files whose URLs are signed. Each writes a row. */
  PARTS("Too many parts were signed."),
  /** Requests that change something, and exports. */
  CHANGE("Too many changes."),
  /** Requests for which the application asks the store. */
  CHECK("Too many requests that ask the store."),
  /** Requests for several videos, beside each of the changes. One takes up to 200 transactions. */
  BULK("Too many bulk changes."),
  /** Changes, tests and replays of webhooks. A test makes this application send a request. */
  WEBHOOK("Too many changes or tests of webhooks.");

  private final String refusal;

  AccountRateLimit(String refusal) {
    this.refusal = refusal;
  }

  String refusal() {
    return refusal;
  }
}
