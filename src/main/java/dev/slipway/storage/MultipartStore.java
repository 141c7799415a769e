package dev.slipway.storage;

import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.ListPartsArgs;
import io.minio.messages.ListPartsResult;
import io.minio.messages.Part;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The server's own calls for multipart uploads: it begins them, asks what has arrived, and puts the
 * parts together or throws them away. The parts themselves go to URLs of {@link Presigner#parts}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html">Uploading
 *     and copying objects using multipart upload</a>
 */
@ApplicationScoped
public class MultipartStore {
  private final StoreConfig config;
  private final StoreConnection connection;

  MultipartStore(StoreConfig config, StoreConnection connection) {
    this.config = config;
    this.connection = connection;
  }

  /** Begins a multipart upload, and gives the id that the store has for it. */
  public String create(ObjectKey key, MultipartTerms terms) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", terms.contentType());
    if (terms.checksummed()) {
      // Without it the store checks the parts' checksums, but forgets them.
      headers.put("x-amz-checksum-algorithm", "SHA256");
    }
    terms.metadata().forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
    var request =
        CreateMultipartUploadArgs.builder()
            .bucket(config.bucket())
            .object(key.value())
            .headers(new Http.Headers(headers))
            .build();
    return call(
            StoreOperation.BEGIN_UPLOAD,
            key,
            () -> connection.multipart().createMultipartUpload(request))
        .map(response -> response.result().uploadId())
        .orElseThrow(StoreUnavailableException::new);
  }

  /**
   * The parts that have arrived, by number; empty where the store does not know the upload, be it
   * completed, aborted or swept away.
   */
  public Optional<List<StoredPart>> parts(ObjectKey key, String uploadId) {
    var parts = new ArrayList<StoredPart>();
    Integer after = null;
    while (true) {
      var page = page(key, uploadId, after);
      if (page.isEmpty()) {
        return Optional.empty();
      }
      page.get().parts().forEach(part -> parts.add(describe(part)));
      var next = page.get().nextPartNumberMarker();
      if (!page.get().isTruncated() || next == null || next.equals(after)) {
        return Optional.of(parts);
      }
      after = next;
    }
  }

  /**
   * Puts the parts together, unless an object stands under the key already.
   *
   * @return false where the store has no such upload any more, or has an object under the key: what
   *     is there now says which
   * @throws StoreRefusalException where it does not hold these parts with these checksums
   */
  public boolean complete(ObjectKey key, String uploadId, List<StoredPart> parts) {
    var request =
        CompleteMultipartUploadArgs.builder()
            .bucket(config.bucket())
            .object(key.value())
            .uploadId(uploadId)
            .parts(parts.stream().map(MultipartStore::named).toArray(Part[]::new))
            .extraHeaders(Map.of("If-None-Match", "*"))
            // Whoever asked for it asks again.
            .maxRetries(1)
            .build();
    // The answer may be 200 with an error inside, which the client finds and reports as one.
    return connection
        .completions()
        .callAndAwait(
            StoreOperation.COMPLETE_UPLOAD,
            key,
            () -> connection.completion().completeMultipartUpload(request))
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
        () -> connection.multipart().abortMultipartUpload(request));
  }

  private Optional<ListPartsResult> page(ObjectKey key, String uploadId, Integer after) {
    var request =
        ListPartsArgs.builder()
            .bucket(config.bucket())
            .object(key.value())
            .uploadId(uploadId)
            .partNumberMarker(after)
            .build();
    return call(StoreOperation.LIST_PARTS, key, () -> connection.multipart().listParts(request))
        .map(response -> response.result());
  }

  private <T> Optional<T> call(
      StoreOperation what, ObjectKey key, Supplier<CompletableFuture<T>> request) {
    return connection.calls().callAndAwait(what, key, request);
  }

  private static StoredPart describe(Part part) {
    return new StoredPart(part.partNumber(), part.partSize(), part.etag(), part.checksumSHA256());
  }

  private static Part named(StoredPart part) {
    return new Part(part.number(), part.etag(), null, null, null, null, part.checksumSha256());
  }
}
