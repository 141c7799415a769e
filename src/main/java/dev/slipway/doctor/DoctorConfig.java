package dev.slipway.doctor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** When the checks run, and the origins of the pages. */
@ConfigMapping(prefix = "slipway.doctor")
interface DoctorConfig {
  /** Whether to run the checks after each start and log the results. */
  @WithDefault("true")
  boolean atStart();

  /**
   * The origins from which browsers load the pages, such as {@code https://slipway.example}. If
   * there are several, the one from which the checks were run last is checked, or else the first.
   * By default, the origin of the request that last ran the checks.
   */
  Optional<List<String>> origin();
}
