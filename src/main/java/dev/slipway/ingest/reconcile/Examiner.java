package dev.slipway.ingest.reconcile;

import dev.slipway.catalogue.Arrivals;
import dev.slipway.catalogue.Change;
import dev.slipway.catalogue.Signal;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.DatabaseAway;
import dev.slipway.web.LogText;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Looks at what differs by the listing, and repairs it or leaves it. */
@ApplicationScoped
class Examiner {
  private static final Logger LOG = Logger.getLogger(Examiner.class);

  private final Arrivals arrivals;

  Examiner(Arrivals arrivals) {
    this.arrivals = arrivals;
  }

  /**
   * What becomes of a difference. Where the store does not answer, that is {@link
   * Examined#isUnanswered}.
   */
  Examined examine(Difference difference, Mode mode) {
    try {
      return mode == Mode.REPAIR ? repair(difference) : report(difference);
    } catch (StoreUnavailableException away) {
      return Examined.unanswered(difference);
    } catch (RuntimeException e) {
      if (DatabaseAway.isCauseOf(e)) {
        throw e;
      }
      LOG.errorf(e, "%s can't be reconciled", LogText.of(difference.key().value()));
      return new Examined(difference, DriftOutcome.FAILED, difference.videoId(), e.toString());
    }
  }

  private Examined repair(Difference difference) {
    var arrival = arrivals.settle(difference.key(), Signal.RECONCILE);
    var videoId = arrival.video() == null ? difference.videoId() : arrival.video().id();
    return arrival.change() == Change.NOTHING
        ? new Examined(difference, DriftOutcome.SETTLED, videoId, null)
        : new Examined(difference, DriftOutcome.REPAIRED, videoId, words(arrival.change()));
  }

  private Examined report(Difference difference) {
    var outcome = arrivals.agree(difference.key()) ? DriftOutcome.SETTLED : DriftOutcome.REPORTED;
    return new Examined(difference, outcome, difference.videoId(), null);
  }

  private static String words(Change change) {
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
