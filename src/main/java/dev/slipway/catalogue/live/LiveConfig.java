package dev.slipway.catalogue.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The delivery of live changes. */
@ConfigMapping(prefix = "slipway.changes")
interface LiveConfig {
  /** How long changes are kept, for clients that were disconnected. */
  @WithDefault("24H")
  Duration keep();

  /**
   * After this time a response ends, and the client continues with another request. So a session
   * that has ended, or an account with other rights, gets no changes for longer.
   */
  @WithDefault("5M")
  Duration response();

  /** After this time a client that takes nothing of what is sent to it is disconnected. */
  @WithDefault("1M")
  Duration stalled();

  /** The responses of one replica at the same time. Each needs a connection or stream. */
  @WithDefault("5000")
  int listeners();

  /** The responses for one client address, which many people may share. */
  @WithDefault("2000")
  int listenersPerAddress();
}
