package dev.slipway.storage.checks;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;

/** Objects to try the store with. */
@ApplicationScoped
public class TestObjects {
  private final StoreConfig config;
  private final RawStoreClient prober;
  private final SecureRandom random;

  public TestObjects(StoreConfig config, RawStoreClient prober, SecureRandom random) {
    this.config = config;
    this.prober = prober;
    this.random = random;
  }

  /** One in the videos bucket, which is not put yet. */
  public TestObject create() {
    return createIn(config.bucket());
  }

  TestObject createIn(String bucket) {
    return new TestObject(prober, bucket, ObjectKey.ofTestObject(RandomId.random(random)));
  }
}
