package dev.slipway.ingest.reconcile;

import dev.slipway.catalogue.Inventory;
import dev.slipway.catalogue.InventoryRow;
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
class BothSides {
  private static final int ROWS = 1000;

  private final BucketListing listing;
  private final Inventory inventory;

  BothSides(BucketListing listing, Inventory inventory) {
    this.listing = listing;
    this.inventory = inventory;
  }

  /**
   * Every key behind this one, in order.
   *
   * @param after null for all
   * @param reader reads pages ahead, one of each side at a time
   */
  Iterator<Pair> behind(ObjectKey after, Executor reader) {
    return new Merge(new Ahead<>(objects(after), reader), new Ahead<>(rows(after), reader));
  }

  /**
   * @throws dev.slipway.storage.StoreUnavailableException where the store does not answer
   */
  void requireStore() {
    listing.first(null);
  }

  private Supplier<Optional<List<ListedObject>>> objects(ObjectKey after) {
    return new Supplier<>() {
      private BucketListing.Page page;

      @Override
      public Optional<List<ListedObject>> get() {
        if (page != null && page.isLast()) {
          return Optional.empty();
        }
        page = page == null ? listing.first(after) : listing.behind(page);
        return Optional.of(
            page.objects().stream().filter(object -> object.key().isVideo()).toList());
      }
    };
  }

  private Supplier<Optional<List<InventoryRow>>> rows(ObjectKey after) {
    return new Supplier<>() {
      private ObjectKey last = after;

      @Override
      public Optional<List<InventoryRow>> get() {
        var rows = inventory.page(last, ROWS);
        if (rows.isEmpty()) {
          return Optional.empty();
        }
        last = rows.get(rows.size() - 1).key();
        return Optional.of(rows);
      }
    };
  }
}
