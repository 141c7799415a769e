package dev.slipway.storage;

import dev.slipway.storage.client.StoreCallExecutor;
import dev.slipway.storage.client.StoreConnection;
import dev.slipway.storage.client.StoreOperation;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The server's own calls to the videos bucket. Each has a time limit, so many run at once and no
 * more, and none runs in a transaction. What the store leaves unanswered, or refuses for a reason
 * that can pass, is a {@link StoreUnavailableException}.
 */
@ApplicationScoped
public class ObjectStore {
  private static final Logger LOG = Logger.getLogger(ObjectStore.class);
  private static final Duration BUCKET_CHECK_INTERVAL = Duration.ofSeconds(10);
  private static final String CHECKSUM_TYPE = StoreKind.S3.header("checksum-type");

  private final StoreConfig config;
  private final MinioClient client;
  private final StoreConnection connection;
  private final StoreCallExecutor calls;
  private volatile long bucketCheckedNanos = System.nanoTime() - BUCKET_CHECK_INTERVAL.toNanos();

  public ObjectStore(StoreConfig config, StoreConnection connection) {
    this.config = config;
    this.connection = connection;
    this.client = connection.client();
    this.calls = connection.calls();
  }

  /** The bucket that this store's keys are in. */
  public String bucket() {
    return config.bucket();
  }

  /** What the store knows of the object now; empty where it says that there is none. */
  public Optional<StoredObject> head(ObjectKey key) {
    var request =
        StatObjectArgs.builder()
            .bucket(config.bucket())
            .object(key.value())
            // Without it no checksum is told.
            .fetchChecksum(config.kind().checksumHeader().isPresent())
            .build();
    var object =
        calls.call(StoreOperation.HEAD, key, () -> describe(key, client.statObject(request)));
    if (object.isEmpty()) {
      requireBucket(key);
    }
    return object;
  }

  /**
   * The first bytes of the object as it was when it was described; empty where it has gone or
   * changed since.
   *
   * @param length bytes at most
   */
  public Optional<byte[]> firstBytes(StoredObject object, int length) {
    var request =
        GetObjectArgs.builder()
            .bucket(config.bucket())
            .object(object.key().value())
            .offset(0L)
            .length(Math.min(length, object.size()))
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

  /** Removes the object. It need not be there. */
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
   * A HEAD has no body, so the client says NoSuchKey whatever is missing. A missing bucket must not
   * be taken for the absence of every object.
   */
  private void requireBucket(ObjectKey key) {
    if (System.nanoTime() - bucketCheckedNanos < BUCKET_CHECK_INTERVAL.toNanos()) {
      return;
    }
    var isThere = config.kind().allowsHeadBucket() ? seesBucket(key) : listsBucket(key);
    if (!isThere) {
      LOG.errorf("There is no bucket %s at %s", config.bucket(), config.endpoint());
      throw new StoreUnavailableException();
    }
    bucketCheckedNanos = System.nanoTime();
  }

  private boolean seesBucket(ObjectKey key) {
    var request = BucketExistsArgs.builder().bucket(config.bucket()).build();
    return calls
        .call(StoreOperation.HEAD_BUCKET, key, () -> client.bucketExists(request))
        .orElse(false);
  }

  private boolean listsBucket(ObjectKey key) {
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

  private StoredObject describe(ObjectKey key, StatObjectResponse head) {
    var checksum = config.kind().checksumHeader().map(head.headers()::get).orElse(null);
    var type = ChecksumType.of(head.headers().get(CHECKSUM_TYPE), checksum);
    return new StoredObject(
        key,
        head.size(),
        head.etag(),
        head.contentType(),
        checksum,
        type,
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
