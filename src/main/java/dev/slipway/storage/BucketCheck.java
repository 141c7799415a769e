package dev.slipway.storage;

import dev.slipway.web.Finding;
import java.io.IOException;
import java.util.Map;

/** Whether a bucket is there, and the key may list, write, read and delete in it. */
final class BucketCheck extends StoreCheck {
  private final String name;
  private final String bucket;
  private final StoreConfig config;
  private final Prober prober;
  private final Probes probes;

  BucketCheck(String name, String bucket, StoreConfig config, Prober prober, Probes probes) {
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
  Finding examine(String pageOrigin) {
    try (var probe = probes.in(bucket)) {
      return examine(probe);
    } catch (IOException e) {
      return Finding.broken(
          "The store at %s does not answer (%s). Start it, or check SLIPWAY_STORE_ENDPOINT."
              .formatted(config.endpoint(), e.getMessage()));
    }
  }

  private Finding examine(ProbeObject probe) throws IOException {
    var listed = prober.send(listing());
    if (!listed.isSuccess()) {
      return Refusal.of(listed, bucket, "s3:ListBucket");
    }
    var put = prober.send(probe.putting());
    if (!put.isSuccess()) {
      return Refusal.of(put, bucket, "s3:PutObject");
    }
    var got = prober.send(probe.request("GET"));
    if (!got.isSuccess()) {
      return Refusal.of(got, bucket, "s3:GetObject");
    }
    var deleted = prober.send(probe.request("DELETE"));
    if (!deleted.isSuccess()) {
      return Refusal.of(deleted, bucket, "s3:DeleteObject");
    }
    return Finding.fine("%s is there; the key may list, write, read and delete.".formatted(bucket));
  }

  private ProbeRequest listing() {
    return ProbeRequest.of("GET", "/" + bucket)
        .asking(Map.of("list-type", "2", "prefix", ObjectKey.PROBES, "max-keys", "1"));
  }
}
