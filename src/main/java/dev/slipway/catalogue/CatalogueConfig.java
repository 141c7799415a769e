package dev.slipway.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long URLs for watching live. */
@ConfigMapping(prefix = "slipway.urls")
interface CatalogueConfig {
  /** Where the caller does not say: a sitting. A player asks for a new one when it is over. */
  @WithDefault("1H")
  Duration lifetime();

  /** At most. A URL can't be taken back, so a day is much already. */
  @WithDefault("24H")
  Duration longest();
}
