package dev.slipway.account.login;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long sessions last, and how many logins are allowed. */
@ConfigMapping(prefix = "slipway.login")
interface LoginConfig {
  /** Whether people can log in with a password, on the login page and over SFTP. */
  @WithDefault("true")
  boolean local();

  /** Counted from the login. Long enough for an upload that takes days. */
  @WithDefault("P7D")
  Duration sessionLifetime();

  /**
   * A session that is not used for this time ends. Long enough for a person who works every day; a
   * page that uploads sends requests all the time.
   */
  @WithDefault("PT24H")
  Duration idleTimeout();

  /** For one account from one address. */
  @WithDefault("10")
  int failuresPerMinute();

  /** For all accounts from one address. High enough for an office that shares an address. */
  @WithDefault("100")
  int addressFailuresPerMinute();

  /**
   * Attempts for one account from one address at once, also successful ones, in each replica. Each
   * keeps a processor busy for a tenth of a second.
   */
  @WithDefault("120")
  int burst();

  /** Such attempts per second in the long run. */
  @WithDefault("2")
  double perSecond();
}
