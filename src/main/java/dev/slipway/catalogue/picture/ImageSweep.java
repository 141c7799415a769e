package dev.slipway.catalogue.picture;

import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
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

  /** Tombstones stay for ever, and few have pictures that were not removed yet. */
  private static final int BATCH_SIZE = 10_000;

  static final String PURGED =
      """
      select v.id, v.deleted_at,
          exists (select 1 from video_pictures p where p.video_id = v.id)
        from video v where (v.deleted_at, v.id) > (:time, :id) and v.deleted_at < :before
        order by v.deleted_at, v.id limit :limit
      """;

  private final DerivedStore store;
  private final Clock clock;
  private final int batchSize;
  private Purged last = new Purged("", Instant.EPOCH, false);

  @Inject
  ImageSweep(DerivedStore store, Clock clock) {
    this(store, clock, BATCH_SIZE);
  }

  ImageSweep(DerivedStore store, Clock clock, int batchSize) {
    this.store = store;
    this.clock = clock;
    this.batchSize = batchSize;
  }

  /**
   * Handles the videos that were purged since the last run, and those whose images could not be
   * removed.
   */
  @Scheduled(
      every = "5m",
      delayed = "2m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  public synchronized void run() {
    Purged beforeFailure = null;
    var failures = 0;
    try {
      List<Purged> batch;
      do {
        batch = findPurged();
        for (var purged : batch) {
          if (!removeRest(purged) && failures++ == 0) {
            beforeFailure = last;
          }
          last = purged;
        }
      } while (batch.size() == batchSize);
    } catch (StoreUnavailableException unavailable) {
      LOG.debugf(
          "Images of purged videos can't be removed; retrying later: %s", unavailable.getMessage());
    } catch (RuntimeException e) {
      LOG.warnf("The purged videos can't be read; retrying later: %s", e.getMessage());
    }
    if (beforeFailure != null) {
      LOG.warnf("The images of %d purged videos can't be removed; retrying later", failures);
      last = beforeFailure;
    }
  }

  /**
   * Removes what is left of a purged video.
   *
   * @return false if that failed; others are not affected
   * @throws StoreUnavailableException if the store doesn't answer
   */
  private boolean removeRest(Purged purged) {
    if (!purged.hasPictures()) {
      return true;
    }
    try {
      removeImages(new RandomId(purged.id()));
      QuarkusTransaction.requiringNew().run(() -> VideoPictures.deleteById(purged.id()));
      return true;
    } catch (StoreUnavailableException unavailable) {
      throw unavailable;
    } catch (RuntimeException e) {
      LOG.debugf("The images of %s can't be removed: %s", purged.id(), e.getMessage());
      return false;
    }
  }

  private List<Purged> findPurged() {
    // Twice the lifetime, because the clocks of application and store may differ.
    var before = clock.instant().minus(PosterImages.LIFETIME.multipliedBy(2));
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              List<Object[]> rows =
                  VideoPictures.getEntityManager()
                      .createNativeQuery(PURGED, Object[].class)
                      .setParameter("time", last.deletedAt())
                      .setParameter("id", last.id())
                      .setParameter("before", before)
                      .setParameter("limit", batchSize)
                      .getResultList();
              return rows.stream().map(Purged::of).toList();
            });
  }

  private void removeImages(RandomId videoId) {
    var prefix = ObjectKey.derivedPrefix(videoId, PictureWriter.IMAGE_NAME);
    for (var keys = store.list(prefix, null); !keys.isEmpty(); ) {
      keys.forEach(store::remove);
      keys = store.list(prefix, keys.get(keys.size() - 1));
    }
  }

  private record Purged(String id, Instant deletedAt, boolean hasPictures) {
    static Purged of(Object[] columns) {
      return new Purged((String) columns[0], (Instant) columns[1], (Boolean) columns[2]);
    }
  }
}
