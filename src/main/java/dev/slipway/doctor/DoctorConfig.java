package dev.slipway.doctor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** When the doctor looks, and from where browsers come. */
@ConfigMapping(prefix = "slipway.doctor")
interface DoctorConfig {
  /** Whether the log tells after each start what should be mended. */
  @WithDefault("true")
  boolean atStart();

  /**
   * Where browsers have the pages from, such as {@code https://slipway.example}. Where it is not
   * set, whoever asks the doctor to look says so by asking.
   */
  Optional<String> origin();
}
