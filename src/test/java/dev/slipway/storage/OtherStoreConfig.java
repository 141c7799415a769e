package dev.slipway.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The configured store with another address, bucket or kind. */
public record OtherStoreConfig(
    StoreConfig config,
    StoreKind kind,
    URI endpoint,
    String bucket,
    Optional<Duration> partRetention)
    implements StoreConfig {
  public static OtherStoreConfig at(StoreConfig config, String address) {
    return new OtherStoreConfig(
        config, config.kind(), URI.create(address), config.bucket(), Optional.empty());
  }

  public static OtherStoreConfig in(StoreConfig config, String bucket) {
    return new OtherStoreConfig(config, config.kind(), config.endpoint(), bucket, Optional.empty());
  }

  public static OtherStoreConfig of(StoreConfig config, StoreKind kind) {
    return new OtherStoreConfig(config, kind, config.endpoint(), config.bucket(), Optional.empty());
  }

  /** The same store, of which is known how long it keeps parts. */
  public OtherStoreConfig withPartRetention(Duration retention) {
    return new OtherStoreConfig(config, kind, endpoint, bucket, Optional.of(retention));
  }

  @Override
  public Optional<URI> publicEndpoint() {
    return Optional.empty();
  }

  @Override
  public String region() {
    return config.region();
  }

  @Override
  public String derivedBucket() {
    return config.derivedBucket();
  }

  @Override
  public String accessKey() {
    return config.accessKey();
  }

  @Override
  public String secretKey() {
    return config.secretKey();
  }

  @Override
  public boolean embedded() {
    return false;
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(2);
  }

  @Override
  public Duration completionTimeout() {
    return Duration.ofSeconds(2);
  }
}
