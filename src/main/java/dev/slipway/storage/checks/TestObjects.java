package dev.slipway.storage.checks;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawResponse;
import dev.slipway.storage.client.RawStoreClient;
import dev.slipway.storage.client.ResponseXml;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Creates test objects, each with a new random key, and removes those that were left behind. */
@ApplicationScoped
public class TestObjects {
  /** Longer than any check or trial of the lab takes. */
  private static final Duration MAX_AGE = Duration.ofDays(1);

  private final StoreConfig config;
  private final RawStoreClient client;
  private final SecureRandom random;
  private final Clock clock;

  TestObjects(StoreConfig config, RawStoreClient client, SecureRandom random, Clock clock) {
    this.config = config;
    this.client = client;
    this.random = random;
    this.clock = clock;
  }

  /** Returns a test object for the videos bucket, which is not in the store yet. */
  public TestObject create() {
    return createIn(config.bucket());
  }

  TestObject createIn(String bucket) {
    return new TestObject(client, bucket, ObjectKey.ofTestObject(RandomId.random(random)));
  }

  /**
   * Removes test objects that are a day old. A check that is killed, or loses the store, can't
   * remove its own.
   *
   * @param listing the store's response to ListObjectsV2 with the prefix of test objects
   */
  void removeForgotten(String bucket, RawResponse listing) {
    var latest = clock.instant().minus(MAX_AGE);
    ResponseXml.parse(listing.body()).stream()
        .flatMap(root -> ResponseXml.descendants(root, "Contents"))
        .filter(object -> isBefore(latest, ResponseXml.textOf(object, "LastModified")))
        .map(object -> ResponseXml.textOf(object, "Key"))
        .filter(key -> key.startsWith(ObjectKey.TEST_OBJECT_PREFIX))
        .forEach(key -> new TestObject(client, bucket, new ObjectKey(key)).close());
  }

  private static boolean isBefore(Instant latest, String time) {
    try {
      return Instant.parse(time).isBefore(latest);
    } catch (DateTimeParseException unknown) {
      return false;
    }
  }
}
