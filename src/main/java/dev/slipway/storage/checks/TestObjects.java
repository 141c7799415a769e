package dev.slipway.storage.checks;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;

/** Creates test objects, each with a new random key. */
@ApplicationScoped
public class TestObjects {
  private final StoreConfig config;
  private final RawStoreClient client;
  private final SecureRandom random;

  TestObjects(StoreConfig config, RawStoreClient client, SecureRandom random) {
    this.config = config;
    this.client = client;
    this.random = random;
  }

  /** Returns a test object for the videos bucket, which is not in the store yet. */
  public TestObject create() {
    return createIn(config.bucket());
  }

  TestObject createIn(String bucket) {
    return new TestObject(client, bucket, ObjectKey.ofTestObject(RandomId.random(random)));
  }
}
