package dev.slipway.reconcile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When reconciliations run, and how many missing objects need approval. */
@ConfigMapping(prefix = "slipway.reconcile")
public interface ReconcileConfig {
  /**
   * The interval between scheduled reconciliations, and so the longest delay of an object whose
   * notification was lost. Listing a thousand objects costs one call to the store. {@code 0S}
   * disables the schedule.
   */
  @WithDefault("15M")
  Duration every();

  /** Whether to reconcile when the application starts. */
  @WithDefault("true")
  boolean atStart();

  /**
   * How many differences are resolved in parallel. Each costs a HEAD, a short GET and a
   * transaction.
   */
  @WithDefault("8")
  int workers();

  /** The share of videos that may be marked as missing without approval, from 0 to 1. */
  @WithDefault("0.1")
  double goneShare();

  /**
   * The number of videos that may be marked as missing without approval, whatever their share. It
   * does not apply if the bucket contains none of the catalogued objects.
   */
  @WithDefault("10")
  long goneFew();

  /**
   * How long a worker may go without renewing its lease before another replica resumes its
   * reconciliation.
   */
  @WithDefault("1M")
  Duration lease();

  /** How long finished reconciliations and their drift are kept. */
  @WithDefault("30D")
  Duration keep();
}
