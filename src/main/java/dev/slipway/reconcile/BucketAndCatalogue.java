package dev.slipway.reconcile;

import dev.slipway.catalogue.sync.CatalogueListing;
import dev.slipway.catalogue.sync.CatalogueRow;
import dev.slipway.storage.BucketListing;
import dev.slipway.storage.ListedObject;
import dev.slipway.storage.ObjectKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Reads the bucket's listing and the catalogue's rows side by side. */
@ApplicationScoped
class BucketAndCatalogue {
  private static final int ROW_PAGE_SIZE = 1000;

  private final BucketListing bucket;
  private final CatalogueListing catalogue;

  BucketAndCatalogue(BucketListing bucket, CatalogueListing catalogue) {
    this.bucket = bucket;
    this.catalogue = catalogue;
  }

  /**
   * Returns every key of either side, in order.
   *
   * @param after the key after which to start; null starts at the beginning
   * @param reader prefetches one page of each side at a time
   */
  Iterator<ComparedKey> keysAfter(ObjectKey after, Executor reader) {
    return new SortedMerge(
        new PrefetchingIterator<>(objects(after), reader),
        new PrefetchingIterator<>(rows(after), reader));
  }

  /**
   * @throws dev.slipway.storage.StoreUnavailableException if the store does not respond
   */
  void requireStoreAvailable() {
    bucket.firstPage(null);
  }

  private Supplier<Optional<List<ListedObject>>> objects(ObjectKey after) {
    return new Supplier<>() {
      private BucketListing.Page page;

      @Override
      public Optional<List<ListedObject>> get() {
        if (page != null && page.isLast()) {
          return Optional.empty();
        }
        page = page == null ? bucket.firstPage(after) : bucket.nextPage(page);
        return Optional.of(
            page.objects().stream().filter(object -> object.key().isVideo()).toList());
      }
    };
  }

  private Supplier<Optional<List<CatalogueRow>>> rows(ObjectKey after) {
    return new Supplier<>() {
      private ObjectKey last = after;

      @Override
      public Optional<List<CatalogueRow>> get() {
        var rows = catalogue.page(last, ROW_PAGE_SIZE);
        if (rows.isEmpty()) {
          return Optional.empty();
        }
        last = rows.get(rows.size() - 1).key();
        return Optional.of(rows);
      }
    };
  }
}
