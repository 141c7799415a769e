package dev.slipway.account;

import io.smallrye.config.ConfigMapping;
import java.util.OptionalLong;

/** What one creator may have stored; unlimited where it is not set. */
@ConfigMapping(prefix = "slipway.quota")
interface QuotaConfig {
  OptionalLong bytes();

  OptionalLong videos();
}
