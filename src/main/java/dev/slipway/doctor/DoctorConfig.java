package dev.slipway.doctor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** When the checks run, and the origin of the pages. */
@ConfigMapping(prefix = "slipway.doctor")
interface DoctorConfig {
  /** Whether to run the checks after each start and log the results. */
  @WithDefault("true")
  boolean atStart();

  /**
   * The origin from which browsers load the pages, such as {@code https://slipway.example}. By
   * default, the origin of the request that last ran the checks.
   */
  Optional<String> origin();
}
