package dev.slipway.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The configuration of the store for whatever acts on the bucket of derived files. */
public record DerivedBucketConfig(StoreConfig store) implements StoreConfig {
  @Override
  public String bucket() {
    return store.derivedBucket();
  }

  @Override
  public StoreKind kind() {
    return store.kind();
  }

  @Override
  public URI endpoint() {
    return store.endpoint();
  }

  @Override
  public Optional<URI> publicEndpoint() {
    return store.publicEndpoint();
  }

  @Override
  public String region() {
    return store.region();
  }

  @Override
  public String derivedBucket() {
    return store.derivedBucket();
  }

  @Override
  public String accessKey() {
    return store.accessKey();
  }

  @Override
  public String secretKey() {
    return store.secretKey();
  }

  @Override
  public boolean embedded() {
    return store.embedded();
  }

  @Override
  public Optional<Duration> partRetention() {
    return store.partRetention();
  }

  @Override
  public Duration timeout() {
    return store.timeout();
  }

  @Override
  public Duration completionTimeout() {
    return store.completionTimeout();
  }
}
