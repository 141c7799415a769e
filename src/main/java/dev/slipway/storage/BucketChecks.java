package dev.slipway.storage;

import dev.slipway.web.Check;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** One check for each bucket. */
@ApplicationScoped
class BucketChecks {
  @Produces
  @Singleton
  Check videos(StoreConfig config, Prober prober, Probes probes) {
    return new BucketCheck("Bucket of videos", config.bucket(), config, prober, probes);
  }

  @Produces
  @Singleton
  Check derived(StoreConfig config, Prober prober, Probes probes) {
    return new BucketCheck(
        "Bucket of posters and renditions", config.derivedBucket(), config, prober, probes);
  }
}
