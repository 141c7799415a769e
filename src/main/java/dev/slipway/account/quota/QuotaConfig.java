package dev.slipway.account.quota;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.OptionalLong;

/** What one creator may have stored; unlimited where it is not set. */
@ConfigMapping(prefix = "slipway.quota")
interface QuotaConfig {
  Optional<MemorySize> bytes();

  OptionalLong videos();
}
