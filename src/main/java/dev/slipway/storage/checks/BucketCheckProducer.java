package dev.slipway.storage.checks;

import dev.slipway.doctor.Check;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** One check for each bucket. */
@ApplicationScoped
class BucketCheckProducer {
  @Produces
  @Singleton
  Check videos(StoreConfig config, RawStoreClient prober, TestObjects probes) {
    return new BucketCheck("Bucket of videos", config.bucket(), config, prober, probes);
  }

  @Produces
  @Singleton
  Check derived(StoreConfig config, RawStoreClient prober, TestObjects probes) {
    return new BucketCheck(
        "Bucket of posters and renditions", config.derivedBucket(), config, prober, probes);
  }
}
