package dev.slipway.storage.client;

import dev.slipway.storage.MultipartOptions;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectContent;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.StoredPart;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.messages.Part;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/** Implements the calls for multipart uploads with the S3 client. */
@ApplicationScoped
class S3MultipartStore implements MultipartStore {
  private final StoreConfig config;
  private final StoreConnection connection;
  private final Predicate<ObjectKey> exists;
  private final PartListReader reader;
  private final SignedPuts puts;

  @Inject
  S3MultipartStore(
      StoreConfig config, StoreConnection connection, ObjectStore objects, Clock clock) {
    this(
        config,
        connection,
        key -> objects.head(key).isPresent(),
        connection.transferClient(),
        clock);
  }

  /**
   * @param config of the bucket
   * @param exists whether the bucket has an object, for stores that can't complete an upload on
   *     this condition
   * @param partClient limits the time of the PUT of a part
   */
  S3MultipartStore(
      StoreConfig config,
      StoreConnection connection,
      Predicate<ObjectKey> exists,
      OkHttpClient partClient,
      Clock clock) {
    this.config = config;
    this.connection = connection;
    this.exists = exists;
    this.reader = new PartListReader(config, connection.httpClient(), clock);
    this.puts = new SignedPuts(config, connection, partClient, clock);
  }

  @Override
  public String create(ObjectKey key, MultipartOptions options) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", options.contentType());
    if (options.partChecksums() && config.kind().checksumHeader().isPresent()) {
      // Otherwise the store verifies the checksums of parts, but does not keep them.
      headers.put(StoreKind.S3.header("checksum-algorithm"), "SHA256");
    }
    // Every store accepts Amazon's names here, and the S3 client signs them.
    options
        .metadata()
        .forEach((name, value) -> headers.put(StoreKind.S3.metadataHeader(name), value));
    var request =
        CreateMultipartUploadArgs.builder()
            .bucket(config.bucket())
            .object(key.value())
            .headers(new Http.Headers(headers))
            .build();
    return call(
            StoreOperation.BEGIN_UPLOAD,
            key,
            () -> connection.asyncClient().createMultipartUpload(request))
        .map(response -> response.result().uploadId())
        .orElseThrow(StoreUnavailableException::new);
  }

  @Override
  public Optional<List<StoredPart>> listParts(ObjectKey key, String uploadId) {
    var parts = new ArrayList<StoredPart>();
    var after = 0;
    while (true) {
      var page = readPage(key, uploadId, after);
      if (page.isEmpty()) {
        return Optional.empty();
      }
      parts.addAll(page.get().parts());
      if (page.get().nextMarker() <= after) {
        return Optional.of(parts);
      }
      after = page.get().nextMarker();
    }
  }

  @Override
  public Optional<String> putPart(
      ObjectKey key, String uploadId, int number, boolean checksum, ObjectContent content) {
    return puts.putPart(key, uploadId, number, checksum, content);
  }

  @Override
  public boolean complete(ObjectKey key, String uploadId, List<StoredPart> parts) {
    var condition = createOnlyCondition();
    if (condition.isEmpty() && exists.test(key)) {
      return false;
    }
    var request =
        CompleteMultipartUploadArgs.builder()
            .bucket(config.bucket())
            .object(key.value())
            .uploadId(uploadId)
            .parts(parts.stream().map(this::partToComplete).toArray(Part[]::new))
            .extraHeaders(condition)
            // The caller retries.
            .maxRetries(1)
            .build();
    // The response may be 200 with an error in its body. The S3 client throws in that case.
    return connection
        .slowCalls()
        .callAndAwait(
            StoreOperation.COMPLETE_UPLOAD,
            key,
            () -> connection.slowOperationsClient().completeMultipartUpload(request))
        .isPresent();
  }

  @Override
  public void abort(ObjectKey key, String uploadId) {
    var request =
        AbortMultipartUploadArgs.builder()
            .bucket(config.bucket())
            .object(key.value())
            .uploadId(uploadId)
            .build();
    call(
        StoreOperation.ABORT_UPLOAD,
        key,
        () -> connection.asyncClient().abortMultipartUpload(request));
  }

  private <T> Optional<T> call(
      StoreOperation operation, ObjectKey key, Supplier<CompletableFuture<T>> request) {
    return connection.calls().callAndAwait(operation, key, request);
  }

  private Optional<PartListReader.Page> readPage(ObjectKey key, String uploadId, int after) {
    return connection
        .calls()
        .call(StoreOperation.LIST_PARTS, key, () -> reader.readPage(key, uploadId, after));
  }

  private Map<String, String> createOnlyCondition() {
    var header = config.kind().createOnlyHeader();
    return config.kind().supportsConditionalCompletion()
        ? Map.of(header.getKey(), header.getValue())
        : Map.of();
  }

  private Part partToComplete(StoredPart part) {
    var checksum = config.kind().checksumHeader().isPresent() ? part.checksumSha256() : null;
    return new Part(part.number(), part.etag(), null, null, null, null, checksum);
  }
}
