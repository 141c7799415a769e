package dev.slipway.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The address of the object store, its buckets, and the key that signs for them. */
@ConfigMapping(prefix = "slipway.store")
public interface StoreConfig {
  /** The protocol variant that the store speaks. */
  @WithDefault("s3")
  StoreKind kind();

  /** The address that the application uses, such as {@code http://minio:9000}. */
  URI endpoint();

  /**
   * The address that browsers use. URLs are signed for it, because the host is part of the
   * signature. Defaults to {@link #endpoint}.
   */
  Optional<URI> publicEndpoint();

  /** Part of every signature, so a wrong region makes all of them wrong. MinIO's default. */
  @WithDefault("us-east-1")
  String region();

  /** The bucket of the uploaded files. */
  @WithDefault("slipway-videos")
  String bucket();

  /** The bucket of files made from videos, such as posters. */
  @WithDefault("slipway-derived")
  String derivedBucket();

  /** The access key of a least-privilege user. Can be read from a file. */
  String accessKey();

  /** The secret of the access key. Can be read from a file. */
  String secretKey();

  /** Whether the store is the embedded one, which sets this itself. */
  @WithDefault("false")
  boolean embedded();

  /**
   * How long the store is configured to keep the parts of unfinished uploads. No store can be
   * asked, so the doctor relies on it.
   */
  Optional<Duration> partRetention();

  /** The time limit of one call to the store. A HEAD takes milliseconds. */
  @WithDefault("10S")
  Duration timeout();

  /** The time limit for completing a multipart upload, during which some stores copy the file. */
  @WithDefault("5M")
  Duration completionTimeout();
}
