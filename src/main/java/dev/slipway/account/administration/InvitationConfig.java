package dev.slipway.account.administration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The links with which people choose their password. */
@ConfigMapping(prefix = "slipway.invitations")
interface InvitationConfig {
  /** How long a link can be used; long enough for a weekend. */
  @WithDefault("72H")
  Duration lifetime();
}
