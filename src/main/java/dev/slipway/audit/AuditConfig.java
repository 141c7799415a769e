package dev.slipway.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the audit log is kept. */
@ConfigMapping(prefix = "slipway.audit")
public interface AuditConfig {
  /**
   * How long entries are kept: 30 days or longer; zero keeps them for ever. The timelines of videos
   * are made of them, so by default they are kept.
   */
  @WithDefault("0S")
  Duration retention();
}
