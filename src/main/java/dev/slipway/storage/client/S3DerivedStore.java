package dev.slipway.storage.client;

import dev.slipway.storage.BucketMissingException;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsV2Args;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Implements the calls to derived files with the S3 client. */
@ApplicationScoped
class S3DerivedStore implements DerivedStore {
  private static final int MAX_PAGE_SIZE = 1000;

  /** Larger objects are not read whole. */
  private static final int MAX_READ_BYTES = 64 << 10;

  private final String bucket;
  private final StoreConnection connection;
  private final StoreCallExecutor calls;

  @Inject
  S3DerivedStore(StoreConfig config, StoreConnection connection) {
    this(config.derivedBucket(), connection);
  }

  S3DerivedStore(String bucket, StoreConnection connection) {
    this.bucket = bucket;
    this.connection = connection;
    this.calls = connection.calls();
  }

  @Override
  public boolean exists() {
    return unlessBucketMissing(() -> listPage(ObjectKey.PREFIX, null, 1).isPresent(), false);
  }

  @Override
  public boolean put(ObjectKey key, byte[] content, String contentType) {
    return unlessBucketMissing(
        () ->
            calls
                .call(
                    StoreOperation.PUT,
                    key,
                    () ->
                        connection
                            .client()
                            .putObject(
                                PutObjectArgs.builder()
                                    .bucket(bucket)
                                    .object(key.value())
                                    .contentType(contentType)
                                    .stream(
                                        new ByteArrayInputStream(content),
                                        (long) content.length,
                                        -1L)
                                    .build()))
                .isPresent(),
        false);
  }

  @Override
  public Optional<byte[]> read(ObjectKey key) {
    return read(key, MAX_READ_BYTES);
  }

  @Override
  public Optional<byte[]> read(ObjectKey key, int maxBytes) {
    var request = GetObjectArgs.builder().bucket(bucket).object(key.value()).build();
    return unlessBucketMissing(
        () ->
            calls.call(
                StoreOperation.GET,
                key,
                () -> {
                  try (var response = connection.client().getObject(request)) {
                    return response.readNBytes(maxBytes);
                  }
                }),
        Optional.empty());
  }

  @Override
  public void remove(ObjectKey key) {
    var request = RemoveObjectArgs.builder().bucket(bucket).object(key.value()).build();
    unlessBucketMissing(
        () ->
            calls.call(
                StoreOperation.DELETE,
                key,
                () -> {
                  connection.client().removeObject(request);
                  return key;
                }),
        Optional.empty());
  }

  @Override
  public List<ObjectKey> list(String prefix, ObjectKey after) {
    return unlessBucketMissing(
        () -> listPage(prefix, after, MAX_PAGE_SIZE).orElse(List.of()), List.of());
  }

  private Optional<List<ObjectKey>> listPage(String prefix, ObjectKey after, int size) {
    var request =
        ListObjectsV2Args.builder()
            .bucket(bucket)
            .prefix(prefix)
            .startAfter(after == null ? null : after.value())
            // XML can't represent every character that a key may have.
            .encodingType("url")
            .maxKeys(size)
            .build();
    return calls
        .callAndAwait(
            StoreOperation.LIST,
            new ObjectKey(prefix),
            () -> connection.asyncClient().listObjectsV2(request))
        .map(response -> S3BucketListing.keysOf(response.result()));
  }

  private static <T> T unlessBucketMissing(Supplier<T> call, T otherwise) {
    try {
      return call.get();
    } catch (BucketMissingException e) {
      return otherwise;
    }
  }
}
