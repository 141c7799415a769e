package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawStoreClient;
import java.io.IOException;
import java.util.Map;

/** Whether a bucket is there, and the key may list, write, read and delete in it. */
public final class BucketCheck extends StoreCheck {
  private final String name;
  private final String bucket;
  private final StoreConfig config;
  private final RawStoreClient prober;
  private final TestObjects probes;

  public BucketCheck(
      String name, String bucket, StoreConfig config, RawStoreClient prober, TestObjects probes) {
    this.name = name;
    this.bucket = bucket;
    this.config = config;
    this.prober = prober;
    this.probes = probes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  CheckResult examine(String pageOrigin) {
    try (var probe = probes.createIn(bucket)) {
      return examine(probe);
    } catch (IOException e) {
      return CheckResult.broken(
          "The store at %s does not answer (%s). Start it, or check SLIPWAY_STORE_ENDPOINT."
              .formatted(config.endpoint(), e.getMessage()));
    }
  }

  private CheckResult examine(TestObject probe) throws IOException {
    var listed = prober.send(listing());
    if (!listed.isSuccess()) {
      return StoreErrorExplanation.of(listed, bucket, "s3:ListBucket");
    }
    var put = prober.send(probe.putRequest());
    if (!put.isSuccess()) {
      return StoreErrorExplanation.of(put, bucket, "s3:PutObject");
    }
    var got = prober.send(probe.request("GET"));
    if (!got.isSuccess()) {
      return StoreErrorExplanation.of(got, bucket, "s3:GetObject");
    }
    var deleted = prober.send(probe.request("DELETE"));
    if (!deleted.isSuccess()) {
      return StoreErrorExplanation.of(deleted, bucket, "s3:DeleteObject");
    }
    return CheckResult.fine(
        "%s is there; the key may list, write, read and delete.".formatted(bucket));
  }

  private RawRequest listing() {
    return RawRequest.of("GET", "/" + bucket)
        .withQuery(
            Map.of("list-type", "2", "prefix", ObjectKey.TEST_OBJECT_PREFIX, "max-keys", "1"));
  }
}
