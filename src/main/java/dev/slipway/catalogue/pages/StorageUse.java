package dev.slipway.catalogue.pages;

import dev.slipway.account.quota.QuotaView;
import dev.slipway.catalogue.Videos.TrashSummary;
import dev.slipway.catalogue.sync.PendingUploads.OpenUploads;

/**
 * How much of the quota a visitor uses, and which part of it can be returned.
 *
 * @param trash what is in the visitor's trash
 * @param open the visitor's open uploads
 */
record StorageUse(QuotaView quota, TrashSummary trash, OpenUploads open) {
  /** From this share on, the page says what can be done. In hundredths. */
  private static final int WARNING_PERCENT = 80;

  private static final int FULL_PERCENT = 100;

  /** The share of the limit that is used more, in whole percent; 0 without limits. */
  public long percent() {
    return Math.max(
        percent(quota.usedBytes(), quota.bytes()), percent(quota.usedVideos(), quota.videos()));
  }

  public boolean nearlyFull() {
    return percent() >= WARNING_PERCENT;
  }

  public boolean full() {
    return quota.usedUp();
  }

  /** From this value on a meter of a limit warns. */
  private static long warningValue(long limit) {
    return (long) (limit / 100.0 * WARNING_PERCENT);
  }

  public Long warningBytes() {
    return quota.bytes() == null ? null : warningValue(quota.bytes());
  }

  public Long warningVideos() {
    return quota.videos() == null ? null : warningValue(quota.videos());
  }

  /** A limit of 0 is used up. */
  private static long percent(long used, Long limit) {
    if (limit == null) {
      return 0;
    }
    return limit == 0 ? FULL_PERCENT : (long) Math.floor(100.0 * used / limit);
  }
}
