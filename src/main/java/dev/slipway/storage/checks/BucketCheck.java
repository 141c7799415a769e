package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawStoreClient;
import java.io.IOException;
import java.util.Map;

/**
 * Checks that a bucket exists, and that the access key has permission to list it and to write, read
 * and delete its objects. Removes the test objects that checks left behind.
 */
final class BucketCheck extends StoreCheck {
  private final String name;
  private final String bucket;
  private final StoreConfig config;
  private final RawStoreClient client;
  private final TestObjects testObjects;

  BucketCheck(
      String name,
      String bucket,
      StoreConfig config,
      RawStoreClient client,
      TestObjects testObjects) {
    this.name = name;
    this.bucket = bucket;
    this.config = config;
    this.client = client;
    this.testObjects = testObjects;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  CheckResult examine(String pageOrigin) {
    try (var testObject = testObjects.createIn(bucket)) {
      return examine(testObject);
    } catch (IOException e) {
      return CheckResult.broken(
          "The store at %s does not answer (%s). Start it, or check SLIPWAY_STORE_ENDPOINT."
              .formatted(config.endpoint(), e.getMessage()));
    }
  }

  private CheckResult examine(TestObject testObject) throws IOException {
    var list = client.send(listRequest());
    if (!list.isSuccess()) {
      return StoreErrorExplanation.of(list, bucket, "s3:ListBucket");
    }
    var put = client.send(testObject.putRequest());
    if (!put.isSuccess()) {
      return StoreErrorExplanation.of(put, bucket, "s3:PutObject");
    }
    var get = client.send(testObject.request("GET"));
    if (!get.isSuccess()) {
      return StoreErrorExplanation.of(get, bucket, "s3:GetObject");
    }
    var delete = client.send(testObject.request("DELETE"));
    if (!delete.isSuccess()) {
      return StoreErrorExplanation.of(delete, bucket, "s3:DeleteObject");
    }
    testObjects.removeForgotten(bucket, list);
    return CheckResult.fine(
        "The bucket %s exists; the access key can list, write, read and delete.".formatted(bucket));
  }

  private RawRequest listRequest() {
    return RawRequest.of("GET", "/" + bucket)
        .withQuery(
            Map.of("list-type", "2", "prefix", ObjectKey.TEST_OBJECT_PREFIX, "max-keys", "100"));
  }
}
