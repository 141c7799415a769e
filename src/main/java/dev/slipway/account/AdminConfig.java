package dev.slipway.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The first account of an installation, made at a start where it does not exist. */
@ConfigMapping(prefix = "slipway.admin")
interface AdminConfig {
  @WithDefault("admin")
  String name();

  /** No account is made without it. Also as a file. */
  Optional<String> password();
}
