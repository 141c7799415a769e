package dev.slipway.web.path;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where on its host the application is. */
@ConfigMapping(prefix = "slipway.path")
interface PathConfig {
  /** Such as {@code /video}. Not set, the application has its host to itself. */
  Optional<String> prefix();
}
