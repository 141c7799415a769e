package dev.slipway.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where the object store is, and the key that may sign for it. */
@ConfigMapping(prefix = "slipway.store")
public interface StoreConfig {
  /** Whose words it is asked in. */
  @WithDefault("s3")
  StoreKind kind();

  /** What the application itself reaches, such as {@code http://minio:9000}. */
  URI endpoint();

  /** What browsers reach, and so what is signed. The endpoint, where it is not set. */
  Optional<URI> publicEndpoint();

  /** A wrong region makes every signature wrong. MinIO's own default is the same. */
  @WithDefault("us-east-1")
  String region();

  /** Holds the videos as they were uploaded. */
  @WithDefault("slipway-videos")
  String bucket();

  /** Holds what is made from the videos. */
  @WithDefault("slipway-derived")
  String derivedBucket();

  /** The access key of a user that may do no more than it must. Also as a file. */
  String accessKey();

  /** Its secret. Also as a file. */
  String secretKey();

  /** Whether it is the store that one-command runs start, which says so itself. */
  @WithDefault("false")
  boolean embedded();

  /** How long one call to the store may take. A HEAD takes milliseconds. */
  @WithDefault("10S")
  Duration timeout();

  /** How long putting the parts of a file together may take, for which some stores copy it. */
  @WithDefault("5M")
  Duration completionTimeout();
}
