package dev.slipway.account.quota;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much a creator may store, unless an administrator sets other limits for the account. A limit
 * that is not set doesn't apply.
 */
@ConfigMapping(prefix = "slipway.quota")
interface QuotaConfig {
  Optional<MemorySize> bytes();

  OptionalLong videos();

  /**
   * Uploads that have begun and not ended. Each occupies the store until it expires, so the number
   * is finite; people and programs have a few at a time.
   */
  @WithDefault("10000")
  OptionalLong openUploads();
}
