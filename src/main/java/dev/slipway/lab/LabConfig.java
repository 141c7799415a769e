package dev.slipway.lab;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the lab. */
@ConfigMapping(prefix = "slipway.lab")
public interface LabConfig {
  /**
   * Whether the pages and endpoints of the lab exist. By default they do where demo accounts do,
   * and if database and store are embedded, because an installation for production needs no
   * experiments.
   */
  @WithDefault("${slipway.demo-accounts:false}")
  boolean enabled();

  /**
   * Uploads through the application at once, in each replica; one account can have half of them. By
   * default that is enough for the fifty clients of a comparison. Each occupies up to 1.5 MiB of
   * memory, and space for one part in the directory for temporary files.
   */
  @WithDefault("100")
  int uploads();

  /**
   * The period in which a client of such an upload sends at least 64 KiB; otherwise it is dropped.
   */
  @WithDefault("10S")
  Duration uploadPeriod();
}
