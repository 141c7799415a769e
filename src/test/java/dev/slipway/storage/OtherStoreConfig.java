package dev.slipway.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The configured store, at another address or with another bucket. */
record OtherStoreConfig(StoreConfig config, URI endpoint, String bucket) implements StoreConfig {
  static OtherStoreConfig at(StoreConfig config, String address) {
    return new OtherStoreConfig(config, URI.create(address), config.bucket());
  }

  static OtherStoreConfig in(StoreConfig config, String bucket) {
    return new OtherStoreConfig(config, config.endpoint(), bucket);
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
