package dev.slipway.storage.client;

import dev.slipway.storage.BucketListing;
import dev.slipway.storage.ListedObject;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.LogText;
import io.minio.ListObjectsV2Args;
import io.minio.messages.Contents;
import io.minio.messages.ListBucketResultV2;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Implements the bucket listing with the S3 client. */
@ApplicationScoped
class S3BucketListing implements BucketListing {
  private static final Logger LOG = Logger.getLogger(S3BucketListing.class);

  /** The protocol's limit. */
  private static final int MAX_PAGE_SIZE = 1000;

  private static final ObjectKey PREFIX_KEY = new ObjectKey(ObjectKey.PREFIX);

  private final StoreConfig config;
  private final StoreConnection connection;

  S3BucketListing(StoreConfig config, StoreConnection connection) {
    this.config = config;
    this.connection = connection;
  }

  @Override
  public Page firstPage(ObjectKey after) {
    return request(newRequest().startAfter(after == null ? null : after.value()));
  }

  @Override
  public Page nextPage(Page page) {
    return request(newRequest().continuationToken(page.continuationToken()));
  }

  private ListObjectsV2Args.Builder newRequest() {
    return ListObjectsV2Args.builder()
        .bucket(config.bucket())
        .prefix(ObjectKey.PREFIX)
        // XML can't represent every character that a key may have.
        .encodingType("url")
        .maxKeys(MAX_PAGE_SIZE);
  }

  private Page request(ListObjectsV2Args.Builder builder) {
    var request = builder.build();
    return connection
        .calls()
        .callAndAwait(
            StoreOperation.LIST, PREFIX_KEY, () -> connection.asyncClient().listObjectsV2(request))
        .map(response -> toPage(response.result()))
        .orElseThrow(StoreUnavailableException::new);
  }

  /** Returns the keys of a listing, decoded. */
  static List<ObjectKey> keysOf(ListBucketResultV2 result) {
    return objectsOf(result).stream().map(ListedObject::key).toList();
  }

  private static Page toPage(ListBucketResultV2 result) {
    var objects = objectsOf(result);
    if (result.isTruncated() && result.nextContinuationToken() == null) {
      // Treated as the last page, it would make all later objects look removed.
      throw new StoreUnavailableException();
    }
    return new Page(objects, result.isTruncated() ? result.nextContinuationToken() : null);
  }

  private static List<ListedObject> objectsOf(ListBucketResultV2 result) {
    return result.contents().stream()
        .flatMap(object -> toListedObject(object, result.encodingType()).stream())
        .toList();
  }

  /** Empty for a key that the protocol doesn't allow. A gateway over a file system may list one. */
  private static Optional<ListedObject> toListedObject(Contents object, String encodingType) {
    // Without this the S3 client leaves the name percent-encoded.
    object.setEncodingType(encodingType);
    if (!ObjectKey.isValid(object.objectName())) {
      LOG.warnf(
          "The object %s is ignored: its key is empty or too long",
          LogText.of(object.objectName()));
      return Optional.empty();
    }
    return Optional.of(
        new ListedObject(
            new ObjectKey(object.objectName()),
            object.size(),
            Objects.requireNonNullElse(object.etag(), "").replace("\"", "")));
  }
}
