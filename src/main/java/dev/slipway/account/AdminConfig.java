package dev.slipway.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The administrator account, created at startup if it doesn't exist. */
@ConfigMapping(prefix = "slipway.admin")
interface AdminConfig {
  @WithDefault("admin")
  String name();

  /** Without a password no account is created. Can also be read from a file. */
  Optional<String> password();
}
