package dev.slipway.storage.client;

import dev.slipway.storage.DerivedBucketConfig;
import dev.slipway.storage.DerivedMultipartStore;
import dev.slipway.storage.StoreConfig;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Multipart uploads into the bucket for derived files. */
@Singleton
@Typed(DerivedMultipartStore.class)
class S3DerivedMultipartStore extends S3MultipartStore implements DerivedMultipartStore {
  /**
   * The program that makes a file waits while a part is stored, and other attempts of the same part
   * follow.
   */
  static final Duration PART_TIMEOUT = Duration.ofMinutes(1);

  @Inject
  S3DerivedMultipartStore(StoreConfig config, StoreConnection connection, Clock clock) {
    super(
        new DerivedBucketConfig(config),
        connection,
        key -> false,
        connection.transferClient(PART_TIMEOUT),
        clock);
  }
}
