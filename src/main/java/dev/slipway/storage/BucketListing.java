package dev.slipway.storage;

import dev.slipway.storage.client.StoreConnection;
import dev.slipway.storage.client.StoreOperation;
import io.minio.ListObjectsV2Args;
import io.minio.messages.Contents;
import io.minio.messages.ListBucketResultV2;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;

/**
 * What stands in the videos bucket, page by page, in the order of {@link ObjectKey#compareTo}. A
 * listing is no snapshot: it may miss what came, and name what went, while it was read.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html">
 *     ListObjectsV2</a>
 */
@ApplicationScoped
public class BucketListing {
  /** A limit of the protocol. */
  private static final int MAX_PAGE_SIZE = 1000;

  private static final ObjectKey PREFIX_KEY = new ObjectKey(ObjectKey.PREFIX);

  private final StoreConfig config;
  private final StoreConnection connection;

  public BucketListing(StoreConfig config, StoreConnection connection) {
    this.config = config;
    this.connection = connection;
  }

  /**
   * The first page of objects with {@link ObjectKey#PREFIX}, up to a thousand.
   *
   * @param after where it begins, itself not included; null for the beginning
   * @throws StoreUnavailableException also where there is no such bucket
   */
  public Page firstPage(ObjectKey after) {
    return page(request().startAfter(after == null ? null : after.value()));
  }

  /** The page behind one that is not the last. */
  public Page nextPage(Page page) {
    return page(request().continuationToken(page.continuationToken()));
  }

  private ListObjectsV2Args.Builder request() {
    return ListObjectsV2Args.builder()
        .bucket(config.bucket())
        .prefix(ObjectKey.PREFIX)
        // XML can't carry every character that a key may have.
        .encodingType("url")
        .maxKeys(MAX_PAGE_SIZE);
  }

  private Page page(ListObjectsV2Args.Builder request) {
    var arguments = request.build();
    return connection
        .calls()
        .callAndAwait(
            StoreOperation.LIST,
            PREFIX_KEY,
            () -> connection.asyncClient().listObjectsV2(arguments))
        .map(response -> describe(response.result()))
        .orElseThrow(StoreUnavailableException::new);
  }

  private static Page describe(ListBucketResultV2 result) {
    var objects =
        result.contents().stream().map(object -> describe(object, result.encodingType())).toList();
    if (result.isTruncated() && result.nextContinuationToken() == null) {
      // Taken for the end, it would make all that follows look gone.
      throw new StoreUnavailableException();
    }
    return new Page(objects, result.isTruncated() ? result.nextContinuationToken() : null);
  }

  private static ListedObject describe(Contents object, String encodingType) {
    // The client's own lister does this too; without it names stay encoded.
    object.setEncodingType(encodingType);
    return new ListedObject(
        new ObjectKey(object.objectName()),
        object.size(),
        Objects.requireNonNullElse(object.etag(), "").replace("\"", ""));
  }

  /**
   * @param next the store's token for what follows; null on the last page
   */
  public record Page(List<ListedObject> objects, String continuationToken) {
    public boolean isLast() {
      return continuationToken == null;
    }
  }
}
