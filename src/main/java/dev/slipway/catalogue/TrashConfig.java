package dev.slipway.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The trash, and how deleted videos are removed from the store. */
@ConfigMapping(prefix = "slipway.trash")
public interface TrashConfig {
  /** How long a video stays in the trash before it is deleted: from 1 second to 10 years. */
  @WithDefault("7D")
  Duration keep();

  /**
   * How long after its start a replica begins to delete videos whose time in the trash is over. In
   * this time, videos can be restored that expired since the backup of a restored database. At most
   * as long as videos stay in the trash.
   */
  @WithDefault("15M")
  Duration startDelay();

  /**
   * How long an object must be missing until its video counts as deleted with a signed URL, if no
   * notification reports the removal. An object that the store loses for a shorter time is kept.
   */
  @WithDefault("1H")
  Duration deleteUrlGrace();

  /**
   * How long a replica may work on one deletion before another replica takes over. At least ten
   * times the timeout of a call to the store, because one deletion makes several calls.
   */
  @WithDefault("2M")
  Duration lease();
}
