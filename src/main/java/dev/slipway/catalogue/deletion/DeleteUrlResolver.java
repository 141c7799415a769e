package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.catalogue.sync.MissingObjectsHold;
import dev.slipway.storage.IndependentSteps;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * Decides whether an object was deleted with a signed URL. It was if it is missing and the store
 * reports its removal, or if it doesn't return within a grace period. If it is there after the URL
 * has expired, a later disappearance is a loss.
 */
@ApplicationScoped
public class DeleteUrlResolver {
  private final DeleteUrls urls;
  private final CatalogueSync sync;
  private final MissingObjectsHold hold;
  private final ObjectStore store;

  DeleteUrlResolver(
      DeleteUrls urls, CatalogueSync sync, MissingObjectsHold hold, ObjectStore store) {
    this.urls = urls;
    this.sync = sync;
    this.hold = hold;
    this.store = store;
  }

  /**
   * Decides about an object that the store doesn't have, and whose removal it has reported. A store
   * that loses an object reports nothing.
   *
   * @param removedAt by the store's clock
   */
  public void recordRemoval(ObjectKey key, Instant removedAt) {
    if (!hold.isHeld()) {
      urls.deleteRemoved(key, removedAt);
    }
  }

  /**
   * Decides about the next objects. Decides nothing while an administrator has to review the
   * missing objects, because the bucket may be the wrong one.
   *
   * @throws RuntimeException the first failure, after the other objects; at once if the store is
   *     down
   */
  void run() {
    var due = urls.findDue();
    if (due.isEmpty() || hold.isHeld()) {
      return;
    }
    var steps = new IndependentSteps(store::isAvailable);
    due.forEach(key -> steps.run(() -> decide(key)));
    steps.throwFirstFailure();
  }

  private void decide(ObjectKey key) {
    if (sync.sync(key, SyncTrigger.RECONCILE).isPresent()) {
      urls.forgetExpired(key);
    } else if (!hold.isHeld()) {
      // Asked again, because a reconciliation may have ended since.
      urls.deleteMissing(key);
    }
  }
}
