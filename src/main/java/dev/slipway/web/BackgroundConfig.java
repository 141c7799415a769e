package dev.slipway.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Work that each replica looks for in the database. */
@ConfigMapping(prefix = "slipway.background")
public interface BackgroundConfig {
  /**
   * The longest pause between two searches for notifications, webhook deliveries and bulk jobs
   * while a replica finds none; six times as long for deletions, removals of accounts,
   * reconciliations and the backfill. What a replica records itself wakes it at once, so the pause
   * delays only what other processes record or leave. Zero searches once a second.
   */
  @WithDefault("5S")
  Duration maxIdlePause();
}
