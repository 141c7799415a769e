package dev.slipway.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The lifetimes of signed URLs that read a video or its pictures. */
@ConfigMapping(prefix = "slipway.urls")
interface CatalogueConfig {
  /**
   * The lifetime if the caller asks for none; at most the longest one. The player gets a new URL
   * when one expires.
   */
  @WithDefault("1H")
  Duration lifetime();

  /** The longest lifetime that a caller may ask for. A signed URL can't be revoked. */
  @WithDefault("24H")
  Duration longest();

  /**
   * The least lifetime of URLs of posters and storyboards. They stay the same for this time and are
   * valid for up to twice as long, so that browsers keep the pictures.
   */
  @WithDefault("6H")
  Duration pictures();
}
