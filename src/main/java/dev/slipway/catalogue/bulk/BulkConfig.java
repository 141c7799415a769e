package dev.slipway.catalogue.bulk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many requests for several videos one replica accepts from one account. */
@ConfigMapping(prefix = "slipway.limits.bulk")
interface BulkConfig {
  /** Requests in a burst: a page of the list, and its undo, for each of a few thousand videos. */
  @WithDefault("60")
  int burst();

  /** Requests per second in the long run. One takes up to 200 transactions. */
  @WithDefault("1")
  double perSecond();
}
