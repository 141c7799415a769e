package dev.slipway.account.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The lifetime of API tokens. Every token expires, so that a forgotten one does no harm. */
@ConfigMapping(prefix = "slipway.tokens")
interface TokensConfig {
  /** If the request doesn't say. */
  @WithDefault("P90D")
  Duration lifetime();

  /** The longest lifetime that a request may ask for. */
  @WithDefault("P365D")
  Duration longest();
}
