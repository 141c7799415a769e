package dev.slipway.catalogue.bulkjob;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How bulk jobs run, and how long they are kept. */
@ConfigMapping(prefix = "slipway.bulk")
interface BulkJobConfig {
  /**
   * How many jobs of administrators may be collecting or running at a time, and how many of all
   * others together. Each replica works on one of them.
   */
  @WithDefault("5")
  int maxRunning();

  /**
   * How long a replica may take for one step of a job before another replica continues the job. A
   * step takes about a second.
   */
  @WithDefault("30S")
  Duration lease();

  /** How long jobs are kept after they have ended, with what became of each video. */
  @WithDefault("P30D")
  Duration keep();
}
