package dev.slipway.reconcile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When bucket and catalogue are compared, and what may follow from it. */
@ConfigMapping(prefix = "slipway.reconcile")
interface ReconcileConfig {
  /**
   * How often. An object that no notification told of waits at most so long. A thousand objects
   * cost one call to the store. {@code 0S}: never by itself.
   */
  @WithDefault("15M")
  Duration every();

  /** Whether to compare when the application starts. */
  @WithDefault("true")
  boolean atStart();

  /** How many objects are looked at side by side: each is a HEAD, a short GET and a transaction. */
  @WithDefault("8")
  int workers();

  /** Up to this share of the videos may lose their object without anybody having to agree. */
  @WithDefault("0.1")
  double goneShare();

  /** So few may, whatever their share, unless the bucket has none of the others. */
  @WithDefault("10")
  long goneFew();

  /** After so long without a sign of life another replica goes on with a comparison. */
  @WithDefault("1M")
  Duration lease();

  /** How long it is kept what a comparison found. */
  @WithDefault("30D")
  Duration keep();
}
