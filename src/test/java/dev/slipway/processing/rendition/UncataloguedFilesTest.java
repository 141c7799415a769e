package dev.slipway.processing.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renditions that are not in the catalogue, in a real store and a real database. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class UncataloguedFilesTest {
  private static final AtomicInteger SEED = new AtomicInteger();
  private static final Duration AGE = Duration.ofMinutes(10);

  private final Random random = new Random();

  @Inject LeftoverSweep sweep;
  @Inject UncataloguedFiles files;
  @Inject UncataloguedFileRows rows;
  @Inject DerivedStore store;
  @Inject EntityManager entities;
  @Inject Clock clock;

  private String video;

  @BeforeEach
  void upload() {
    var bytes = Mp4Header.bytes(900, SEED.incrementAndGet());
    video = ApiClient.as("creator").upload("clip.mp4", bytes).getString("id");
  }

  /** Other tests count the jobs that wait. */
  @AfterEach
  void deleteJob() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery("delete from media_job where video_id = :video")
                    .setParameter("video", video)
                    .executeUpdate());
  }

  @Test
  void sweepRemovesOldFilesAndKeepsThoseOfALaterAttempt() {
    var old = file();
    makeOld(old);
    var recent = file();

    sweep.run();

    assertThat(stored(old)).isFalse();
    assertThat(stored(recent)).isTrue();
    assertThat(find(video)).extracting(UncataloguedFile::key).containsExactly(recent);
  }

  /** The owner has retried the dead job since the sweep found its files. */
  @Test
  void sweepKeepsAFileWhoseJobRunsMeanwhile() {
    var key = file();
    makeOld(key);
    var found = find(key);
    startJob();

    files.removeAbandoned(found, AGE);

    assertThat(stored(key)).isTrue();
    assertThat(files.findAbandoned(AGE, 1000)).noneMatch(file -> file.key().equals(key));
  }

  @Test
  void sweepKeepsAFileThatIsCataloguedMeanwhile() {
    var key = file();
    makeOld(key);
    var found = find(key);
    exchange(List.of(key));

    files.removeAbandoned(found, AGE);
    files.remove(video);

    assertThat(stored(key)).isTrue();
  }

  /** People who are watching it have URLs of it. */
  @Test
  void replacedFileIsKeptUntilItsUrlsHaveExpired() {
    var replaced = file();
    exchange(List.of(replaced));
    replace(replaced, clock.instant().plus(Duration.ofHours(1)));
    makeOld(replaced);

    files.remove(video);
    files.remove(video, List.of(replaced));
    sweep.run();
    assertThat(stored(replaced)).isTrue();

    // Another job of the video doesn't keep it.
    startJob();
    expire(replaced);
    sweep.run();

    assertThat(stored(replaced)).isFalse();
    assertThat(find(video)).isEmpty();
  }

  @Test
  void fileThatIsBeingRemovedCannotBeCatalogued() {
    var key = file();
    assertThat(rows.claim(key)).isTrue();

    assertThatThrownBy(() -> exchange(List.of(key)))
        .hasStackTraceContaining("A rendition was removed before it was complete");

    assertThat(find(video)).hasSize(1);
    files.remove(video);
    assertThat(stored(key)).isFalse();
    assertThatThrownBy(() -> exchange(List.of(key)))
        .hasStackTraceContaining("A rendition was removed before it was complete");
  }

  private ObjectKey file() {
    var key =
        ObjectKey.ofDerived(new RandomId(video), "rendition", RandomId.random(random), ".mp4");
    store.put(key, new byte[] {1}, "video/mp4");
    rows.insert(key, video, null);
    return key;
  }

  private static void makeOld(ObjectKey key) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                UncataloguedFile.update(
                    "since = ?1 where objectKey = ?2", Instant.EPOCH, key.value()));
  }

  private UncataloguedFile find(ObjectKey key) {
    return files.findAbandoned(AGE, 1000).stream()
        .filter(file -> file.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private void startJob() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(
                        "insert into media_job (video_id, kind, run, priority, state, queued_at,"
                            + " started_at) values (:video, 'RENDITIONS', 1, 5, 'RUNNING', now(),"
                            + " now())")
                    .setParameter("video", video)
                    .executeUpdate());
  }

  private void exchange(List<ObjectKey> catalogued) {
    QuarkusTransaction.requiringNew()
        .run(() -> rows.exchange(video, catalogued, List.of(), clock.instant()));
  }

  private void replace(ObjectKey key, Instant removeAfter) {
    QuarkusTransaction.requiringNew()
        .run(() -> rows.exchange(video, List.of(), List.of(key), removeAfter));
  }

  private void expire(ObjectKey key) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                UncataloguedFile.update(
                    "removeAfter = ?1 where objectKey = ?2", clock.instant(), key.value()));
  }

  private static List<UncataloguedFile> find(String video) {
    return QuarkusTransaction.requiringNew().call(() -> UncataloguedFile.list("videoId", video));
  }

  private boolean stored(ObjectKey key) {
    return store.read(key).isPresent();
  }
}
