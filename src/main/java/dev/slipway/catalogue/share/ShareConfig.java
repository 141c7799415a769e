package dev.slipway.catalogue.share;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The lifetimes of share links. Every link expires, so that a forgotten one does no harm. */
@ConfigMapping(prefix = "slipway.shares")
interface ShareConfig {
  /** The lifetime of a link if the request doesn't state one. */
  @WithDefault("P30D")
  Duration lifetime();

  /** The longest lifetime that a request may ask for. */
  @WithDefault("P365D")
  Duration longest();

  /**
   * How long a browser that has opened a link can watch before it has to open the link again, which
   * counts as another use.
   */
  @WithDefault("P7D")
  Duration grantLifetime();
}
