package dev.slipway.account.login;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Logins: how long they last, and how often one may guess. */
@ConfigMapping(prefix = "slipway.login")
interface LoginConfig {
  /** From the login on; long enough for an upload that takes days. */
  @WithDefault("P7D")
  Duration sessionLifetime();

  /** Of one account from one address. */
  @WithDefault("10")
  int failuresPerMinute();

  /** Of all accounts from one address: an office behind one address stays well below. */
  @WithDefault("100")
  int addressFailuresPerMinute();
}
