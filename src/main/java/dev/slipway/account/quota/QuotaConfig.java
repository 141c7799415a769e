package dev.slipway.account.quota;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.OptionalLong;

/** How much one creator may store. A limit that is not set doesn't apply. */
@ConfigMapping(prefix = "slipway.quota")
interface QuotaConfig {
  Optional<MemorySize> bytes();

  OptionalLong videos();
}
