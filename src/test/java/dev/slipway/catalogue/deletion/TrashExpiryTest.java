package dev.slipway.catalogue.deletion;

import static dev.slipway.catalogue.deletion.DeletedVideos.deletePermanently;
import static dev.slipway.catalogue.deletion.DeletedVideos.keyOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.row;
import static dev.slipway.catalogue.deletion.DeletedVideos.trash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.sync.DeletionMarkers;
import dev.slipway.catalogue.verdict.Quarantine;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.UnreachableStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.ProcessRole;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** After a start nothing expires for a while, because the database may be from an old backup. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(CustomSettingsProfile.class)
class TrashExpiryTest {
  private final ApiClient creator = ApiClient.as("creator");

  @Inject StoreConfig storeConfig;
  @Inject TrashQueue trash;
  @Inject Quarantine quarantine;
  @Inject CleanupQueue queue;
  @Inject StoreCleaner cleaner;
  @Inject ObjectStore store;
  @Inject DeletionWriter deletions;
  @Inject DeleteUrlResolver deleteUrls;
  @Inject MarkerSweep markerSweep;
  @Inject DeletionMarkers markers;
  @Inject BackgroundConfig background;
  @Inject ProcessRole role;
  @Inject Clock clock;

  @Test
  void nothingExpiresSoonAfterTheStart() {
    var expired = trashed(1);
    DeletedVideos.update("delete_after = now() - interval '1 day'", expired);

    // The worker looks for expired videos before it writes a marker.
    trashed(2);

    assertThat(row(expired).isDeleted()).isFalse();
    deletePermanently(creator, expired).statusCode(204);
    Eventually.holds("it is purged", () -> row(expired).deletion().cleanupAt() == null);
  }

  /** Videos that were restored after the backup of the database are found by the comparison. */
  @Test
  void nothingExpiresBeforeTheMarkersWereCompared() {
    var expired = expired(3);
    var worker = worker(Map.of("start-delay", "0S"), clock);
    QuarkusMock.installMockForType(UnreachableStore.derivedStore(storeConfig), DerivedStore.class);

    worker.compareMarkers();
    assertThatCode(worker::run).doesNotThrowAnyException();
    assertThat(row(expired).isDeleted()).isFalse();

    QuarkusMock.installMockForType(
        UnreachableStore.derivedStoreReachableAgain(storeConfig), DerivedStore.class);
    worker.start(new StartupEvent(), role);
    try {
      worker.compareMarkers();
      Eventually.holds("it expires", () -> row(expired).isDeleted());
    } finally {
      worker.stop(new ShutdownEvent());
    }
  }

  /** Otherwise a video would stay in the trash for longer than its owner was told. */
  @Test
  void delayAfterTheStartIsNoLongerThanTheTimeInTheTrash() {
    var expired = expired(4);
    var time = new SettableClock();
    var worker = worker(Map.of("start-delay", "1H", "keep", "5S"), time);
    worker.compareMarkers();

    time.advance(Duration.ofSeconds(4));
    worker.run();
    assertThat(row(expired).isDeleted()).isFalse();

    time.advance(Duration.ofSeconds(1));
    worker.run();
    assertThat(row(expired).isDeleted()).isTrue();
  }

  /** One account can move videos to the trash and restore them faster than markers are written. */
  @Test
  void trashExpiresAlthoughRowsAreAlwaysDue() {
    var expired = trashed(5);
    var endless = new EndlessQueue(trashed(6));
    var worker = worker(Map.of("start-delay", "0S"), endless, clock);
    worker.start(new StartupEvent(), role);
    try {
      worker.compareMarkers();
      Eventually.holds("the first pass has begun", () -> endless.claims.get() > 0);

      DeletedVideos.update("delete_after = now() - interval '1 day'", expired);

      Eventually.holds("it expires", () -> row(expired).isDeleted());
    } finally {
      endless.ended = true;
      worker.stop(new ShutdownEvent());
    }
  }

  /** A queue in which one row is due again as soon as it is cleaned up. */
  private final class EndlessQueue extends CleanupQueue {
    private final String id;
    private final AtomicInteger claims = new AtomicInteger();
    private volatile boolean ended;

    EndlessQueue(String id) {
      super(TrashSettings.with(Map.of()), store, deletions, clock);
      this.id = id;
    }

    @Override
    Optional<Cleanup> claimNext(boolean markersCompared) {
      claims.incrementAndGet();
      return ended
          ? Optional.empty()
          : QuarkusTransaction.requiringNew()
              .call(() -> Optional.of(queue.claim(Video.findAndLock(id).orElseThrow())));
    }
  }

  private DeletionWorker worker(Map<String, String> settings, Clock clock) {
    return worker(settings, queue, clock);
  }

  private DeletionWorker worker(Map<String, String> settings, CleanupQueue queue, Clock clock) {
    return new DeletionWorker(
        TrashSettings.with(settings),
        storeConfig,
        trash,
        quarantine,
        queue,
        cleaner,
        deleteUrls,
        markerSweep,
        background,
        clock);
  }

  private String expired(int seed) {
    var id = trashed(seed);
    DeletedVideos.update("delete_after = now() - interval '1 day'", id);
    markers.write(keyOf(id), row(id).deletion().deleteAfter());
    return id;
  }

  private String trashed(int seed) {
    var id = creator.upload("clip.mp4", Mp4Header.bytes(1400 + seed, seed)).getString("id");
    trash(creator, id).statusCode(200);
    Eventually.holds("the marker is written", () -> row(id).deletion().cleanupAt() == null);
    return id;
  }
}
