package dev.slipway.storage.checks;

import dev.slipway.doctor.Check;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Produces a check for each bucket. */
@ApplicationScoped
class BucketCheckProducer {
  @Produces
  @Singleton
  Check videosBucketCheck(StoreConfig config, RawStoreClient client, TestObjects testObjects) {
    return new BucketCheck("Videos bucket", config.bucket(), config, client, testObjects);
  }

  @Produces
  @Singleton
  Check derivedBucketCheck(StoreConfig config, RawStoreClient client, TestObjects testObjects) {
    return new BucketCheck("Derived bucket", config.derivedBucket(), config, client, testObjects);
  }
}
