package dev.slipway.storage;

import java.util.List;

/**
 * Lists the videos bucket page by page, in the order of {@link ObjectKey#compareTo}. A listing is
 * not a snapshot: it may miss objects that are added, and include objects that are removed, while
 * it is read.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html">
 *     ListObjectsV2</a>
 */
public interface BucketListing {
  /**
   * Returns the first page, up to 1,000 objects whose keys start with {@link ObjectKey#PREFIX}.
   *
   * @param after the exclusive start key; null to list from the beginning
   * @throws StoreUnavailableException also if the bucket does not exist
   */
  Page firstPage(ObjectKey after);

  /** Returns the page that follows one that is not the last. */
  Page nextPage(Page page);

  /**
   * One page of a listing.
   *
   * @param continuationToken the store's token for the next page; null on the last page
   */
  record Page(List<ListedObject> objects, String continuationToken) {
    public boolean isLast() {
      return continuationToken == null;
    }
  }
}
