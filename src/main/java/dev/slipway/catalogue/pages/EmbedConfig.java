package dev.slipway.catalogue.pages;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The player in pages of other sites. */
@ConfigMapping(prefix = "slipway.embed")
interface EmbedConfig {
  /**
   * The sites whose pages may contain the player, separated by spaces: origins such as {@code
   * https://www.example.com} or {@code https://*.example.com}, {@code *} for all, {@code 'self'}
   * for this site, or {@code 'none'}.
   */
  @WithDefault("'self'")
  String ancestors();
}
