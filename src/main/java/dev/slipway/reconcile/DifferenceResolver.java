package dev.slipway.reconcile;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.catalogue.sync.SyncChange;
import dev.slipway.reconcile.ReconciliationRequest.Mode;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.LogText;
import dev.slipway.web.problem.DatabaseUnavailable;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/** Resolves differences: asks the store for each object, and then repairs or reports. */
@Startup
@ApplicationScoped
class DifferenceResolver {
  private static final Logger LOG = Logger.getLogger(DifferenceResolver.class);

  private final CatalogueSync sync;
  private final ExecutorService workers;

  DifferenceResolver(CatalogueSync sync, ReconcileConfig config) {
    this.sync = sync;
    if (config.workers() < 1) {
      throw new IllegalArgumentException("SLIPWAY_RECONCILE_WORKERS must be 1 or more.");
    }
    this.workers = Executors.newFixedThreadPool(config.workers());
  }

  /**
   * Resolves several differences in parallel and returns the results in the same order. If one
   * fails, the exception is thrown after all have ended.
   */
  List<Resolution> resolveAll(List<Difference> differences, Mode mode) {
    var tasks =
        differences.stream()
            .<Callable<Resolution>>map(difference -> () -> resolve(difference, mode))
            .toList();
    try {
      return workers.invokeAll(tasks).stream().map(DifferenceResolver::resultOf).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Lease.RunStoppedException();
    }
  }

  @PreDestroy
  void close() {
    workers.shutdownNow();
  }

  private static Resolution resultOf(Future<Resolution> ended) {
    try {
      return ended.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Lease.RunStoppedException();
    }
  }

  private Resolution resolve(Difference difference, Mode mode) {
    try {
      return mode == Mode.REPAIR ? repair(difference) : report(difference);
    } catch (StoreUnavailableException e) {
      return Resolution.storeUnavailable(difference);
    } catch (RuntimeException e) {
      if (DatabaseUnavailable.isCauseOf(e)) {
        throw e;
      }
      LOG.errorf(e, "Can't reconcile %s", LogText.of(difference.key().value()));
      return new Resolution(difference, Drift.Outcome.FAILED, difference.videoId(), e.toString());
    }
  }

  private Resolution repair(Difference difference) {
    var result = sync.syncAndReport(difference.key(), SyncTrigger.RECONCILE);
    var videoId = result.video() == null ? difference.videoId() : result.video().id;
    return result.change() == SyncChange.NOTHING
        ? new Resolution(difference, Drift.Outcome.SETTLED, videoId, null)
        : new Resolution(
            difference, Drift.Outcome.REPAIRED, videoId, formatChange(result.change()));
  }

  private Resolution report(Difference difference) {
    var outcome = sync.isInSync(difference.key()) ? Drift.Outcome.SETTLED : Drift.Outcome.REPORTED;
    return new Resolution(difference, outcome, difference.videoId(), null);
  }

  private static String formatChange(SyncChange change) {
    return switch (change) {
      case NOTHING -> null;
      case CATALOGUED -> "added to the catalogue";
      case REPLACED -> "added to the catalogue as a new generation";
      case CORRECTED -> "size, checksum or ETag corrected";
      case CLAIMED -> "owner restored";
      case FOUND -> "no longer marked as missing";
      case MISSING -> "marked as missing";
      case REMOVED -> "removed from the bucket";
    };
  }
}
