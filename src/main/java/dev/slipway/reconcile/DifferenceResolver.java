package dev.slipway.reconcile;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.catalogue.sync.SyncChange;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.LogText;
import dev.slipway.web.problem.DatabaseUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Looks at what differs by the listing, and repairs it or leaves it. */
@ApplicationScoped
class DifferenceResolver {
  private static final Logger LOG = Logger.getLogger(DifferenceResolver.class);

  private final CatalogueSync arrivals;

  DifferenceResolver(CatalogueSync arrivals) {
    this.arrivals = arrivals;
  }

  /**
   * What becomes of a difference. Where the store does not answer, that is {@link
   * Resolution#isStoreUnavailable}.
   */
  Resolution resolve(Difference difference, ReconciliationMode mode) {
    try {
      return mode == ReconciliationMode.REPAIR ? repair(difference) : report(difference);
    } catch (StoreUnavailableException away) {
      return Resolution.storeUnavailable(difference);
    } catch (RuntimeException e) {
      if (DatabaseUnavailable.isCauseOf(e)) {
        throw e;
      }
      LOG.errorf(e, "%s can't be reconciled", LogText.of(difference.key().value()));
      return new Resolution(difference, DriftOutcome.FAILED, difference.videoId(), e.toString());
    }
  }

  private Resolution repair(Difference difference) {
    var arrival = arrivals.syncAndReport(difference.key(), SyncTrigger.RECONCILE);
    var videoId = arrival.video() == null ? difference.videoId() : arrival.video().id();
    return arrival.change() == SyncChange.NOTHING
        ? new Resolution(difference, DriftOutcome.SETTLED, videoId, null)
        : new Resolution(difference, DriftOutcome.REPAIRED, videoId, describe(arrival.change()));
  }

  private Resolution report(Difference difference) {
    var outcome =
        arrivals.isInSync(difference.key()) ? DriftOutcome.SETTLED : DriftOutcome.REPORTED;
    return new Resolution(difference, outcome, difference.videoId(), null);
  }

  private static String describe(SyncChange change) {
    return switch (change) {
      case NOTHING -> null;
      case CATALOGUED -> "catalogued";
      case REPLACED -> "catalogued as the next generation";
      case CORRECTED -> "size and checksum corrected";
      case CLAIMED -> "belongs to somebody again";
      case FOUND -> "back in the store";
      case MISSING -> "marked as missing";
      case REMOVED -> "removed from the store";
    };
  }
}
