package dev.slipway.account.quota;

/** What an owner has stored and reserved: bytes, and the number of videos and open uploads. */
public record QuotaUsage(long bytes, long videos) {
  static final QuotaUsage NONE = new QuotaUsage(0, 0);

  /** The usage without one upload. */
  QuotaUsage without(long reserved) {
    return new QuotaUsage(bytes - reserved, videos - 1);
  }
}
