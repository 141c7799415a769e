package dev.slipway.lab.faults;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Settings of the relay that causes the faults. */
@ConfigMapping(prefix = "slipway.lab.relay")
interface RelayConfig {
  /** The address of the relay's control API. Without it there is no fault lab. */
  Optional<URI> url();

  /** Authenticates the application at the relay. */
  Optional<String> token();
}
