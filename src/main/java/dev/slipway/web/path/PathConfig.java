package dev.slipway.web.path;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The path of the application on its host. */
@ConfigMapping(prefix = "slipway.path")
interface PathConfig {
  /** A prefix such as {@code /video}. Without one, the application has the host to itself. */
  Optional<String> prefix();
}
