package dev.slipway.catalogue.metadata;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** The keys that encrypt the metadata of objects. */
@ConfigMapping(prefix = "slipway.metadata")
interface MetadataConfig {
  /**
   * At least 32 random characters. Without it the key is derived from the store's secret key. Can
   * be read from a file.
   */
  Optional<String> key();

  /**
   * Earlier values of {@link #key}, or earlier secret keys of the store: metadata that was
   * encrypted with them stays readable. Can be read from a file.
   */
  Optional<List<String>> previousKeys();
}
