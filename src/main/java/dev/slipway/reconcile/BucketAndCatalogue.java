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

/** Bucket and catalogue, side by side. */
@ApplicationScoped
class BucketAndCatalogue {
  private static final int ROW_PAGE_SIZE = 1000;

  private final BucketListing listing;
  private final CatalogueListing inventory;

  BucketAndCatalogue(BucketListing listing, CatalogueListing inventory) {
    this.listing = listing;
    this.inventory = inventory;
  }

  /**
   * Every key behind this one, in order.
   *
   * @param after null for all
   * @param reader reads pages ahead, one of each side at a time
   */
  Iterator<ComparedKey> keysAfter(ObjectKey after, Executor reader) {
    return new SortedMerge(
        new PrefetchingIterator<>(objects(after), reader),
        new PrefetchingIterator<>(rows(after), reader));
  }

  /**
   * @throws dev.slipway.storage.StoreUnavailableException where the store does not answer
   */
  void requireStoreAvailable() {
    listing.firstPage(null);
  }

  private Supplier<Optional<List<ListedObject>>> objects(ObjectKey after) {
    return new Supplier<>() {
      private BucketListing.Page page;

      @Override
      public Optional<List<ListedObject>> get() {
        if (page != null && page.isLast()) {
          return Optional.empty();
        }
        page = page == null ? listing.firstPage(after) : listing.nextPage(page);
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
        var rows = inventory.page(last, ROW_PAGE_SIZE);
        if (rows.isEmpty()) {
          return Optional.empty();
        }
        last = rows.get(rows.size() - 1).key();
        return Optional.of(rows);
      }
    };
  }
}
