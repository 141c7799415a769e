package dev.slipway.catalogue.picture;

import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Removes images that were uploaded after their video was purged, with a URL that was signed
 * before. It waits until all such URLs have expired, and then deletes what the row remembers of the
 * pictures, so each video has its turn once. Several processes may do so at a time.
 */
@ApplicationScoped
public class ImageSweep {
  private static final Logger LOG = Logger.getLogger(ImageSweep.class);
  private static final int BATCH_SIZE = 100;

  private final DerivedStore store;
  private final Clock clock;

  ImageSweep(DerivedStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Handles a batch of videos. */
  @Scheduled(
      every = "5m",
      delayed = "2m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  public void run() {
    try {
      for (var id : findPurged()) {
        removeImages(new RandomId(id));
        QuarkusTransaction.requiringNew().run(() -> VideoPictures.deleteById(id));
      }
    } catch (StoreUnavailableException unavailable) {
      LOG.debugf("Images of purged videos stay for now: %s", unavailable.getMessage());
    } catch (RuntimeException e) {
      LOG.warnf("Images of purged videos can't be removed; retrying later: %s", e.getMessage());
    }
  }

  private List<String> findPurged() {
    // Twice the lifetime, because the clocks of application and store may differ.
    var before = clock.instant().minus(PosterImages.LIFETIME.multipliedBy(2));
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                VideoPictures.getEntityManager()
                    .createQuery(
                        "select p.videoId from VideoPictures p, Video v where v.id = p.videoId"
                            + " and v.deletion.deletedAt < :before",
                        String.class)
                    .setParameter("before", before)
                    .setMaxResults(BATCH_SIZE)
                    .getResultList());
  }

  private void removeImages(RandomId videoId) {
    var prefix = ObjectKey.derivedPrefix(videoId, PictureWriter.IMAGE_NAME);
    for (var keys = store.list(prefix, null); !keys.isEmpty(); ) {
      keys.forEach(store::remove);
      keys = store.list(prefix, keys.get(keys.size() - 1));
    }
  }
}
