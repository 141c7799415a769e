package dev.slipway.storage.client;

import dev.slipway.storage.ChecksumType;
import dev.slipway.storage.ObjectContent;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.StoredObject;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Implements the calls to objects with the S3 client. */
@ApplicationScoped
class S3ObjectStore implements ObjectStore {
  private static final Logger LOG = Logger.getLogger(S3ObjectStore.class);

  /** Within this time after the bucket was seen, an absent object needs no second call. */
  private static final Duration BUCKET_CHECK_INTERVAL = Duration.ofSeconds(10);

  private static final String CHECKSUM_TYPE_HEADER = StoreKind.S3.header("checksum-type");

  private final StoreConfig config;
  private final MinioClient client;
  private final StoreConnection connection;
  private final StoreCallExecutor calls;
  private final SignedPuts puts;
  private volatile long bucketCheckedNanos = System.nanoTime() - BUCKET_CHECK_INTERVAL.toNanos();

  S3ObjectStore(StoreConfig config, StoreConnection connection, Clock clock) {
    this.config = config;
    this.connection = connection;
    this.client = connection.client();
    this.calls = connection.calls();
    this.puts = new SignedPuts(config, connection, clock);
  }

  @Override
  public String bucket() {
    return config.bucket();
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) {
    var request =
        StatObjectArgs.builder()
            .bucket(config.bucket())
            .object(key.value())
            // Otherwise the store omits the checksum.
            .fetchChecksum(config.kind().checksumHeader().isPresent())
            .build();
    var object =
        calls.call(StoreOperation.HEAD, key, () -> toStoredObject(key, client.statObject(request)));
    if (object.isEmpty()) {
      requireBucketExists(key);
    }
    return object;
  }

  @Override
  public Optional<byte[]> firstBytes(StoredObject object, int length) {
    return read(object, 0, length);
  }

  @Override
  public Optional<byte[]> read(StoredObject object, long offset, int length) {
    var request =
        GetObjectArgs.builder()
            .bucket(config.bucket())
            .object(object.key().value())
            .offset(offset)
            .length(Math.min(length, object.size() - offset))
            .matchETag(object.etag())
            .build();
    return calls.call(
        StoreOperation.GET,
        object.key(),
        () -> {
          try (var response = client.getObject(request)) {
            return response.readNBytes(length);
          }
        });
  }

  @Override
  public boolean create(
      ObjectKey key, String contentType, Map<String, String> metadata, ObjectContent content) {
    return puts.put(key, contentType, metadata, content);
  }

  @Override
  public void remove(ObjectKey key) {
    var request = RemoveObjectArgs.builder().bucket(config.bucket()).object(key.value()).build();
    calls.call(
        StoreOperation.DELETE,
        key,
        () -> {
          client.removeObject(request);
          return key;
        });
  }

  /**
   * Throws if the bucket does not exist. The response to a HEAD has no body, so the S3 client
   * reports {@code NoSuchKey} for a missing bucket too, which must not look as if every object were
   * gone.
   */
  private void requireBucketExists(ObjectKey key) {
    if (System.nanoTime() - bucketCheckedNanos < BUCKET_CHECK_INTERVAL.toNanos()) {
      return;
    }
    var exists = config.kind().allowsHeadBucket() ? headBucket(key) : listBucket(key);
    if (!exists) {
      LOG.errorf("The bucket %s does not exist at %s", config.bucket(), config.endpoint());
      throw new StoreUnavailableException();
    }
    bucketCheckedNanos = System.nanoTime();
  }

  private boolean headBucket(ObjectKey key) {
    var request = BucketExistsArgs.builder().bucket(config.bucket()).build();
    return calls
        .call(StoreOperation.HEAD_BUCKET, key, () -> client.bucketExists(request))
        .orElse(false);
  }

  private boolean listBucket(ObjectKey key) {
    var request =
        ListObjectsV2Args.builder()
            .bucket(config.bucket())
            .prefix(ObjectKey.TEST_OBJECT_PREFIX)
            .maxKeys(1)
            .build();
    return calls
        .callAndAwait(
            StoreOperation.LIST, key, () -> connection.asyncClient().listObjectsV2(request))
        .isPresent();
  }

  private StoredObject toStoredObject(ObjectKey key, StatObjectResponse head) {
    var checksum = config.kind().checksumHeader().map(head.headers()::get).orElse(null);
    var checksumType = ChecksumType.of(head.headers().get(CHECKSUM_TYPE_HEADER), checksum);
    return new StoredObject(
        key,
        head.size(),
        head.etag(),
        head.contentType(),
        checksum,
        checksumType,
        head.lastModified().toInstant(),
        metadata(head));
  }

  private Map<String, String> metadata(StatObjectResponse head) {
    Map<String, String> metadata = new HashMap<>();
    for (var header : head.headers()) {
      config
          .kind()
          .metadataName(header.getFirst().toLowerCase(Locale.ROOT))
          .ifPresent(name -> metadata.put(name, header.getSecond()));
    }
    return metadata;
  }
}
