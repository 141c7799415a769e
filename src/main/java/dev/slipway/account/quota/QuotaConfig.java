package dev.slipway.account.quota;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
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

  /** Uploads that have begun and not ended; see {@link AccountQuotas} for the default. */
  OptionalLong openUploads();
}
