package dev.slipway.account;

/** What an administrator has set for one account. */
public record QuotaLimits(QuotaLimit bytes, QuotaLimit videos, QuotaLimit openUploads) {
  /** The defaults of the settings. */
  public static final QuotaLimits DEFAULT =
      new QuotaLimits(QuotaLimit.DEFAULT, QuotaLimit.DEFAULT, QuotaLimit.DEFAULT);
}
