package dev.slipway.account.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long API tokens live. None is for ever: a forgotten one ends by itself. */
@ConfigMapping(prefix = "slipway.tokens")
interface TokensConfig {
  /** Where the owner does not say. */
  @WithDefault("P90D")
  Duration lifetime();

  @WithDefault("P365D")
  Duration longest();
}
