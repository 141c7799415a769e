package dev.slipway.storage;

import dev.slipway.storage.client.PartListReader;
import dev.slipway.storage.client.StoreConnection;
import dev.slipway.storage.client.StoreOperation;
import dev.slipway.storage.signing.Presigner;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.messages.Part;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The server's own calls for multipart uploads: it begins them, asks what has arrived, and puts the
 * parts together or throws them away. The parts themselves go to URLs of {@link
 * Presigner#forParts}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html">Uploading
 *     and copying objects using multipart upload</a>
 */
@ApplicationScoped
public class MultipartStore {
  private final StoreConfig config;
  private final StoreConnection connection;
  private final ObjectStore objects;
  private final PartListReader reader;

  public MultipartStore(
      StoreConfig config, StoreConnection connection, ObjectStore objects, Clock clock) {
    this.config = config;
    this.connection = connection;
    this.objects = objects;
    this.reader = new PartListReader(config, connection.http(), clock);
  }

  /** Begins a multipart upload, and gives the id that the store has for it. */
  public String create(ObjectKey key, MultipartOptions terms) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", terms.contentType());
    if (terms.partChecksums() && config.kind().checksumHeader().isPresent()) {
      // Without it the store checks the parts' checksums, but forgets them.
      headers.put(StoreKind.S3.header("checksum-algorithm"), "SHA256");
    }
    // Every store takes Amazon's words for this, which the client signs.
    terms
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

  /**
   * The parts that have arrived, by number; empty where the store does not know the upload, be it
   * completed, aborted or swept away.
   */
  public Optional<List<StoredPart>> parts(ObjectKey key, String uploadId) {
    var parts = new ArrayList<StoredPart>();
    var after = 0;
    while (true) {
      var page = page(key, uploadId, after);
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

  /**
   * Puts the parts together, unless an object stands under the key already. Where the store can't
   * be told that condition, it is asked before: what comes to the key in between is overwritten.
   *
   * @return false where the store has no such upload any more, or has an object under the key: what
   *     is there now says which
   * @throws StoreRefusalException where it does not hold these parts with these checksums
   */
  public boolean complete(ObjectKey key, String uploadId, List<StoredPart> parts) {
    var condition = condition();
    if (condition.isEmpty() && objects.head(key).isPresent()) {
      return false;
    }
    var request =
        CompleteMultipartUploadArgs.builder()
            .bucket(config.bucket())
            .object(key.value())
            .uploadId(uploadId)
            .parts(parts.stream().map(this::named).toArray(Part[]::new))
            .extraHeaders(condition)
            // Whoever asked for it asks again.
            .maxRetries(1)
            .build();
    // The answer may be 200 with an error inside, which the client finds and reports as one.
    return connection
        .slowCalls()
        .callAndAwait(
            StoreOperation.COMPLETE_UPLOAD,
            key,
            () -> connection.slowOperationsClient().completeMultipartUpload(request))
        .isPresent();
  }

  /** Throws the parts away. The upload need not be there. */
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

  private Optional<PartListReader.Page> page(ObjectKey key, String uploadId, int after) {
    return connection
        .calls()
        .call(StoreOperation.LIST_PARTS, key, () -> reader.readPage(key, uploadId, after));
  }

  private <T> Optional<T> call(
      StoreOperation what, ObjectKey key, Supplier<CompletableFuture<T>> request) {
    return connection.calls().callAndAwait(what, key, request);
  }

  private Map<String, String> condition() {
    var once = config.kind().createOnlyHeader();
    return config.kind().supportsConditionalCompletion()
        ? Map.of(once.getKey(), once.getValue())
        : Map.of();
  }

  private Part named(StoredPart part) {
    var checksum = config.kind().checksumHeader().isPresent() ? part.checksumSha256() : null;
    return new Part(part.number(), part.etag(), null, null, null, null, checksum);
  }
}
